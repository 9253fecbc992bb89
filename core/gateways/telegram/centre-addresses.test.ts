import { expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createCentreAddresses } from './centre-addresses.ts';
import { createSeenHeaders } from './seen-headers.ts';

const CENTRES = new Map([
  ['192.0.2.1', 1],
  ['192.0.2.2', 2],
  ['192.0.2.3', 2],
]);

test('an address that failed lets the other of its data centre go first for a minute', async () => {
  const clock = createFakeClock();
  const addresses = createCentreAddresses(CENTRES, clock);
  expect([1, 2, 3].map(addresses.choose)).toEqual(['192.0.2.1', '192.0.2.2', undefined]);
  addresses.failed('192.0.2.2');
  expect(addresses.choose(2)).toBe('192.0.2.3');
  await clock.advance(10_000);
  addresses.failed('192.0.2.3');
  expect(addresses.choose(2)).toBe('192.0.2.2');
  await clock.advance(50_000);
  expect(addresses.choose(2)).toBe('192.0.2.2');
  addresses.failed('192.0.2.2');
  addresses.answered('192.0.2.3');
  expect(addresses.choose(2)).toBe('192.0.2.3');
  addresses.failed('192.0.2.1');
  expect(addresses.choose(1)).toBe('192.0.2.1');
});

test('a header is known again by its keys, until enough newer ones came', () => {
  const wasSeen = createSeenHeaders(2);
  const header = (fill: number) => Buffer.alloc(64, fill);
  expect([1, 1, 2, 3, 1, 3].map((fill) => wasSeen(header(fill)))).toEqual([
    ...[false, true, false, false, false, true],
  ]);
});
