import { abandonable } from '../abort.ts';

/** Lets concurrent callers of the same thing share one run of it. */
export interface Joiner<T> {
  /** Whether a run for `key` is under way. */
  has(key: string): boolean;
  /**
   * Joins the run for `key`, or starts it. A caller's abort ends only its own waiting; when the last one has
   * gone the run itself is aborted.
   */
  join(key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Later callers start anew; those who wait go on waiting. */
  clear(): void;
}

interface Run<T> {
  readonly outcome: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  over: boolean;
}

/** Holds as many runs as there are callers waiting for different things: each caller's deadline bounds it. */
export function createJoiner<T>(): Joiner<T> {
  const runs = new Map<string, Run<T>>();

  const begin = (key: string, start: (signal: AbortSignal) => Promise<T>): Run<T> => {
    const controller = new AbortController();
    const run: Run<T> = { outcome: start(controller.signal), controller, waiting: 0, over: false };
    const forget = () => {
      run.over = true;
      if (runs.get(key) === run) runs.delete(key);
    };
    run.outcome.then(forget, forget);
    runs.set(key, run);
    return run;
  };

  return {
    has: (key) => runs.has(key),
    async join(key, start, signal) {
      signal.throwIfAborted();
      const run = runs.get(key) ?? begin(key, start);
      run.waiting += 1;
      try {
        return await abandonable(run.outcome, signal);
      } finally {
        run.waiting -= 1;
        if (run.waiting === 0 && !run.over) {
          run.controller.abort();
          if (runs.get(key) === run) runs.delete(key);
        }
      }
    },
    clear: () => runs.clear(),
  };
}
