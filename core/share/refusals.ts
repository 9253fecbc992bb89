import type { Turned } from '../model/share.ts';

/** The latest that are kept, and told. */
const KEPT = 20;

/** Who was turned away lately, and how many in all. */
export interface Refusals {
  add(refusal: Turned): void;
  latest(): readonly Turned[];
  count(): number;
}

/** Keeps the last twenty; what a stranger asked for is not kept, only why it was refused. */
export function createRefusals(): Refusals {
  const kept: Turned[] = [];
  let count = 0;
  return {
    add(refusal) {
      count += 1;
      kept.push(refusal);
      kept.splice(0, kept.length - KEPT);
    },
    latest: () => [...kept],
    count: () => count,
  };
}
