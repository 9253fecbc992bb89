import type { Clock } from '../model/time.ts';
import { turns } from './event-loop.ts';

export interface FakeClock extends Clock {
  /** Moves time on by `ms`, waking sleepers in order and letting what they start settle in between. */
  advance(ms: number): Promise<void>;
  /** How many sleep, or have something called later. */
  sleepers(): number;
}

/** A clock that stands still until it is told to move; `start` is the epoch time in milliseconds. */
export function createFakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  const sleeping = new Set<{ readonly due: number; wake(): void }>();
  let elapsed = 0;
  const nextDue = (limit: number) =>
    [...sleeping].filter(({ due }) => due <= limit).sort((a, b) => a.due - b.due)[0];

  const after = (ms: number, wake: () => void): (() => void) => {
    const sleeper = {
      due: elapsed + ms,
      wake() {
        sleeping.delete(sleeper);
        wake();
      },
    };
    sleeping.add(sleeper);
    return () => void sleeping.delete(sleeper);
  };

  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const abort = () => {
          callOff();
          reject(signal?.reason);
        };
        const callOff = after(ms, () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        });
        signal?.addEventListener('abort', abort, { once: true });
      }),
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (let sleeper = nextDue(until); sleeper !== undefined; sleeper = nextDue(until)) {
        elapsed = Math.max(elapsed, sleeper.due);
        sleeper.wake();
        await settle();
      }
      elapsed = until;
    },
    sleepers: () => sleeping.size,
  };
}

/** Lets every promise reaction that is ready run, and the event loop turn once. */
export const settle = (): Promise<void> => turns(1);
