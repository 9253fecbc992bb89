import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../model/time.ts';
import { onAbort } from './abort.ts';

/** What a timer can hold; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The computer's clock. It waits 24 days at most. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const callOff = systemClock.after(ms, () => {
        stopListening();
        resolve();
      });
      const stopListening =
        signal === undefined
          ? () => undefined
          : onAbort(signal, () => {
              callOff();
              reject(signal.reason);
            });
    }),
  after: (ms, wake) => {
    const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** The operating system's randomness, fit for keys. */
export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  uniform: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
};
