import { describe, expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';

describe('seeded randomness', () => {
  it('is the same for the same seed and differs for others', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('is uniform in [0, 1)', () => {
    const numbers = Array.from({ length: 20_000 }, seededRandom(3));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    const small = numbers.filter((number) => number < 0.02).length;
    expect(small / numbers.length).toBeCloseTo(0.02, 2);
  });
});
