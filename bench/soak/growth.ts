import { median } from '../statistics.ts';

const WARM_UP = 1 / 5;

/**
 * How much a value has grown after the warm-up, the first fifth: the median of the last third of what follows against
 * that of its first third. Null for fewer than three samples.
 */
export function growth(samples: readonly number[]): number | null {
  const warm = samples.slice(Math.ceil(samples.length * WARM_UP));
  const third = Math.floor(warm.length / 3);
  if (third === 0) return null;
  const [first, last] = [median(warm.slice(0, third)), median(warm.slice(-third))];
  return first === null || last === null ? null : last - first;
}
