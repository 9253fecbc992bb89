import { expect, test } from 'vitest';
import { chooseGap } from './gap.ts';

test.each([
  [0, 5],
  [12, 5],
  [60, 15],
  [80, 20],
  [100, 25],
  [900, 25],
  [undefined, 25],
  [Number.NaN, 25],
  [-1, 25],
])('a round trip of %s ms asks for a gap of %s ms', (roundTrip, gap) => {
  expect(chooseGap(roundTrip)).toBe(gap);
});
