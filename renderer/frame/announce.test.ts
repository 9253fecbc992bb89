import { expect, test } from 'vitest';
import { known, off, on } from '../gallery/fixtures.ts';
import { BLOCKED, SEARCHING_LATE, WORKING } from '../gallery/messengers.ts';
import { english } from '../testing/english.ts';
import { announcement } from './announce.ts';

const searching = {
  phase: 'searching' as const,
  startedAt: 0,
  found: 5,
  wanted: 7,
  doing: [],
  ...known({ messengers: [...SEARCHING_LATE] }),
};

test('the first state is shown, not announced', () => {
  expect(announcement(null, off(), english)).toBe('');
  expect(announcement({ phase: 'starting' }, off(), english)).toBe('');
});

test('what came back and what was lost is said by name', () => {
  expect(announcement(searching, on({ messengers: [...WORKING] }), english)).toBe(
    'Footbridge is on. WhatsApp is in use. A way to Telegram is found.',
  );
  expect(announcement(on({ messengers: [...WORKING] }), on({ messengers: [...BLOCKED] }), english)).toBe(
    'No way for WhatsApp yet. No way for Telegram yet. No way for Signal yet.',
  );
});

test('steps of a search are not read out one by one', () => {
  expect(announcement(searching, { ...searching, found: 6 }, english)).toBe('');
});

test('an engine that is lost is said once', () => {
  const lost = { phase: 'lost' as const, attempt: 1, ...known({ messengers: [...WORKING] }) };
  expect(announcement(on({ messengers: [...WORKING] }), lost, english)).toBe(
    'Footbridge stopped and is starting again.',
  );
  expect(announcement(lost, { ...lost, attempt: 2 }, english)).toBe('');
});
