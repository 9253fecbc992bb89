import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { createPacketWindow } from './packet-window.ts';

test('each number is new once, in any order', () => {
  check(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 1000n })), (numbers) => {
      const window = createPacketWindow();
      const isNew = numbers.map((number) => window.isNew(number));
      expect(isNew).toEqual(numbers.map((number, at) => numbers.indexOf(number) === at));
    }),
  );
});

test('what is too old to tell is not new', () => {
  const window = createPacketWindow();
  for (let number = 0n; number < 10_000n; number += 2n) expect(window.isNew(number)).toBe(true);
  expect(window.isNew(9_001n)).toBe(true);
  expect(window.isNew(9_001n)).toBe(false);
  expect(window.isNew(1n)).toBe(false);
  expect(window.isNew(2n ** 64n - 1n)).toBe(true);
  expect(window.isNew(9_999n)).toBe(false);
});
