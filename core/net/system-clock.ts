import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../model/time.ts';
import { onAbort } from './abort.ts';

/** What a timer can hold; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The computer's clock. A sleep lasts 24 days at most. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = setTimeout(
        () => {
          stopListening();
          resolve();
        },
        Math.min(ms, LONGEST_TIMER_MS),
      );
      const stopListening =
        signal === undefined
          ? () => undefined
          : onAbort(signal, () => {
              clearTimeout(timer);
              reject(signal.reason);
            });
    }),
};

/** The operating system's randomness, fit for keys. */
export const systemRandom: Random = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  uniform: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
};
