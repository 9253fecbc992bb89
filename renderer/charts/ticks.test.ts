import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticks } from './ticks.ts';

describe('ticks', () => {
  it('are round numbers', () => {
    expect(ticks(1800)).toEqual([0, 500, 1000, 1500]);
    expect(ticks(90)).toEqual([0, 50]);
    expect(ticks(4)).toEqual([0, 1, 2, 3, 4]);
  });

  it('of nothing are the beginning alone', () => {
    for (const span of [0, -5, Number.NaN, Number.POSITIVE_INFINITY]) expect(ticks(span)).toEqual([0]);
  });

  it('never leave the span and are never more than asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        (span, most) => {
          const marks = ticks(span, most);
          expect(marks.length).toBeLessThanOrEqual(most + 1);
          expect(Math.max(...marks)).toBeLessThanOrEqual(span * (1 + 1e-9));
        },
      ),
    );
  });
});
