import { expect, test } from 'vitest';
import { laidPlanks, PLANKS } from './planks.ts';

test('no missing plank lies before anything is found, and all lie when all is found', () => {
  expect(laidPlanks(0)).toBe(0);
  expect(laidPlanks(1)).toBe(PLANKS.filter(({ missing }) => missing !== null).length);
});

test('the bridge never looks whole before it is', () => {
  expect(laidPlanks(0.999)).toBeLessThan(laidPlanks(1));
  expect(laidPlanks(-3)).toBe(0);
});
