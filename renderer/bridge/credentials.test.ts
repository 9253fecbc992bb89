import { expect, test } from 'vitest';
import { type Doorstep, takeCredentials } from './credentials.ts';

const LINK = 'l'.repeat(43);

function tab() {
  const memory = new Map<string, string>();
  let keys = 0;
  let forgotten = 0;
  const doorstep = (fragment: string): Doorstep => ({
    fragment,
    forgetFragment: () => {
      forgotten += 1;
    },
    memory: {
      getItem: (name) => memory.get(name) ?? null,
      setItem: (name, value) => void memory.set(name, value),
    },
    newKey: () => {
      keys += 1;
      return `${keys}`.padEnd(43, 'k');
    },
  });
  return { open: (fragment: string) => takeCredentials(doorstep(fragment)), forgotten: () => forgotten };
}

test('the link is taken out of the address, and recalled with the same key after a reload', () => {
  const { open, forgotten } = tab();
  const first = open(`#token=${LINK}`);
  expect(first).toEqual({ link: LINK, tab: '1'.padEnd(43, 'k') });
  expect(forgotten()).toBe(1);
  expect(open('')).toEqual(first);
  expect(open('#/ways')).toEqual(first);
  expect(open(`#token=${LINK}`)).toEqual(first);
});

test('another link makes the tab a new one', () => {
  const { open } = tab();
  const first = open(`#token=${LINK}`);
  const second = open(`#token=${'m'.repeat(43)}`);
  expect(second?.tab).not.toBe(first?.tab);
});

test('without a link there is nothing to show, and what is none is not kept', () => {
  const { open } = tab();
  expect(open('')).toBeNull();
  expect(open('#token=short')).toBeNull();
  expect(open(`#token=${LINK}${LINK}`)).toBeNull();
  expect(open('')).toBeNull();
});
