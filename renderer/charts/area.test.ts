import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaPath } from './area.ts';

describe('the area under a curve', () => {
  it('stands on the ground and reaches the top at the highest value', () => {
    expect(areaPath([0, 10, 5], 10, 20)).toBe('M0 20L0 20L1 0L2 10L2 20Z');
  });

  it('of nothing is nothing', () => {
    expect(areaPath([], 10, 20)).toBe('');
  });

  it('lies flat while nothing moves', () => {
    expect(areaPath([0, 0], 0, 20)).toBe('M0 20L0 20L1 20L1 20Z');
  });

  it('never leaves its box', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        (values, max) => {
          for (const [, y] of areaPath(values, max, 20).matchAll(/[ML]\d+ ([\d.e+-]+)/g)) {
            expect(Number(y)).toBeGreaterThanOrEqual(0);
            expect(Number(y)).toBeLessThanOrEqual(20);
          }
        },
      ),
    );
  });
});
