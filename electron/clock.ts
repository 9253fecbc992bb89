import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../core/model/time.ts';

/** This process's clock; the engine, with its own, is elsewhere. */
export const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
  after(ms, wake) {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};
