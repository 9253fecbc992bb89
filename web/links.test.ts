import { expect, test } from 'vitest';
import { createFakeClock } from '../core/testing/fake-clock.ts';
import { createSeededRandom } from '../core/testing/seeded-random.ts';
import { createLinks } from './links.ts';
import { key } from './testing/page.ts';

const open = () => {
  const clock = createFakeClock();
  return { clock, links: createLinks({ clock, random: createSeededRandom() }) };
};

test('a link holds 256 bits and is never the same', () => {
  const { links } = open();
  const [one, two] = [links.issue(), links.issue()];
  expect(Buffer.from(one, 'base64url')).toHaveLength(32);
  expect(one).not.toBe(two);
});

test('a link lets in one tab, again and again, and no other', () => {
  const { links } = open();
  const link = links.issue();
  expect(links.greet(link, key('a'))).toBe('welcome');
  expect(links.greet(link, key('b'))).toBe('used');
  expect(links.greet(link, key('a'))).toBe('welcome');
  expect(links.greet(key('x'), key('a'))).toBe('unknown');
});

test('a link that nobody used for an hour is worth nothing; one in use stays', async () => {
  const { links, clock } = open();
  const [used, unused] = [links.issue(), links.issue()];
  links.greet(used, key('a'));
  await clock.advance(3_600_001);
  expect(links.greet(unused, key('b'))).toBe('unknown');
  expect(links.greet(used, key('a'))).toBe('welcome');
});

test('sixteen links are kept', () => {
  const { links } = open();
  const first = links.issue();
  const others = Array.from({ length: 16 }, () => links.issue());
  expect(links.greet(first, key('a'))).toBe('unknown');
  expect(others.map((link) => links.greet(link, key('b')))).toEqual(Array(16).fill('welcome'));
});
