import type { Clock } from '../model/time.ts';

export interface PaceLimits {
  readonly bytesPerSecond: number;
  /** Bytes that need not wait after a rest. */
  readonly burst: number;
}

/** Says of the next bytes of a device how many milliseconds they have to wait. */
export type Pace = (bytes: number) => number;

/** What goes beyond the burst waits its turn: the bytes of one device, whatever connections they are of, stay below its rate. */
export function createPace(clock: Pick<Clock, 'monotonic'>, { bytesPerSecond, burst }: PaceLimits): Pace {
  let credit = burst;
  let at = clock.monotonic();
  return (bytes) => {
    const now = clock.monotonic();
    credit = Math.min(burst, credit + ((now - at) / 1000) * bytesPerSecond) - bytes;
    at = now;
    return credit >= 0 ? 0 : (-credit / bytesPerSecond) * 1000;
  };
}
