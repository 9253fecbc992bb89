import type { Clock } from '../../model/time.ts';
import { systemClock } from '../../net/system-clock.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';

/** Milliseconds between two looks at the computer's clock, and the most that counts of what has passed meanwhile. */
const TICK_MS = 1;
const MOST_MS = 3;

/**
 * A clock some times as fast as the computer's: limits of seconds pass in a fraction, over real sockets. It goes while somebody
 * waits, and hardly while the machine is busy elsewhere: a limit strikes for what is tested, not for a slow machine.
 */
export function createFastClock(times: number): Clock {
  const clock = createFakeClock();
  let isGoing = false;
  let seen = 0;
  let latest = 0;
  const sinceSeen = () => (isGoing ? Math.min(systemClock.monotonic() - seen, MOST_MS) * times : 0);

  async function go(): Promise<void> {
    isGoing = true;
    seen = systemClock.monotonic();
    while (clock.sleepers() > 0) {
      await systemClock.sleep(TICK_MS);
      const passed = sinceSeen();
      seen = systemClock.monotonic();
      await clock.advance(passed);
    }
    isGoing = false;
  }
  function going<T>(wait: T): T {
    if (!isGoing) void go();
    return wait;
  }
  return {
    now: systemClock.now,
    monotonic() {
      latest = Math.max(latest, clock.monotonic() + sinceSeen());
      return latest;
    },
    sleep: (ms, signal) => going(clock.sleep(ms, signal)),
    after: (ms, wake) => going(clock.after(ms, wake)),
  };
}
