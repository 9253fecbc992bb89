import type { Clock } from '../../model/time.ts';

/** What failed lets the others go first for so long. Milliseconds. */
const COOL_DOWN_MS = 60_000;

/** Which of several that serve the same is asked first. */
export interface CoolDowns {
  /** In the given order, but those that failed lately behind all others, and of them the earliest failure first. */
  inOrder(names: readonly string[]): readonly string[];
  failed(name: string): void;
  worked(name: string): void;
}

export function createCoolDowns(clock: Clock): CoolDowns {
  const failedAt = new Map<string, number>();
  const moment = (name: string): number => {
    const at = failedAt.get(name) ?? Number.NEGATIVE_INFINITY;
    return clock.monotonic() - at < COOL_DOWN_MS ? at : Number.NEGATIVE_INFINITY;
  };
  return {
    inOrder: (names) => [...names].sort((a, b) => (moment(a) === moment(b) ? 0 : moment(a) - moment(b))),
    failed: (name) => void failedAt.set(name, clock.monotonic()),
    worked: (name) => void failedAt.delete(name),
  };
}
