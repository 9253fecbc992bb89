import type { Random } from '../model/time.ts';

/** Randomness that is the same in every run (mulberry32). */
export function createSeededRandom(seed = 1): Random {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { uniform, bytes: (length) => Uint8Array.from({ length }, () => Math.floor(uniform() * 256)) };
}
