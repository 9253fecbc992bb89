const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
/** So many ends within a minute are no accident. */
const MOST_DEATHS = 5;
const MEMORY_MS = 60_000;

/** Counts how often an engine ended unasked. Times are monotonic milliseconds. */
export interface Restarts {
  /** One more end; how long to wait before the next start (ms), or null where it is of no use to try again. */
  died(now: number): number | null;
  /** Ends since the last quiet minute. */
  attempt(): number;
  reset(): void;
}

/** Waits 0.25 s before the first restart and twice as long each time, 8 s at most; the fifth end within a minute is the last. */
export function createRestarts(): Restarts {
  let deaths: number[] = [];
  return {
    died(now) {
      deaths = [...deaths.filter((at) => now - at < MEMORY_MS), now];
      if (deaths.length >= MOST_DEATHS) return null;
      return Math.min(FIRST_PAUSE_MS * 2 ** (deaths.length - 1), LONGEST_PAUSE_MS);
    },
    attempt: () => deaths.length,
    reset() {
      deaths = [];
    },
  };
}
