import type { Clock } from '../model/time.ts';

/** Calls `end` once when nothing has broken the silence for `ms` milliseconds; to break it costs no timer. */
export function watchSilence(clock: Clock, ms: number, end: () => void): { broken(): void; stop(): void } {
  let since = clock.monotonic();
  let callOff = clock.after(ms, look);
  function look(): void {
    const left = since + ms - clock.monotonic();
    if (left > 0) callOff = clock.after(left, look);
    else end();
  }
  return {
    broken() {
      since = clock.monotonic();
    },
    stop: () => callOff(),
  };
}
