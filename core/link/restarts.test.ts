import { expect, test } from 'vitest';
import { createRestarts } from './restarts.ts';

const SECOND = 1000;

test('the pause before a restart doubles, and the fifth end within a minute is the last (W6)', () => {
  const restarts = createRestarts();
  const pauses = [0, 1, 2, 3, 4].map((second) => restarts.died(second * SECOND));
  expect(pauses).toEqual([250, 500, 1000, 2000, null]);
  expect(restarts.attempt()).toBe(5);
});

test('ends that lie more than a minute back are forgotten', () => {
  const restarts = createRestarts();
  for (const second of [0, 20, 40, 59]) restarts.died(second * SECOND);
  expect(restarts.died(61 * SECOND)).toBe(2000);
  expect(restarts.died(500 * SECOND)).toBe(250);
  expect(restarts.attempt()).toBe(1);
});

test('who begins afresh has all tries again', () => {
  const restarts = createRestarts();
  for (const second of [0, 1, 2, 3]) restarts.died(second * SECOND);
  restarts.reset();
  expect(restarts.died(4 * SECOND)).toBe(250);
});
