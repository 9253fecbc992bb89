import type { Clock } from '../../model/time.ts';
import { systemClock } from '../../net/system-clock.ts';

/** The computer's clock, some times as fast: limits of seconds pass in a fraction, over real sockets. */
export function createFastClock(times: number): Clock {
  return {
    now: systemClock.now,
    monotonic: () => systemClock.monotonic() * times,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
    after: (ms, wake) => systemClock.after(ms / times, wake),
  };
}
