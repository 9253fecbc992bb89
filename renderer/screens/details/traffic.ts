import type { StreamItem } from '../../../core/contract.ts';

/** How far back the plots reach. Seconds. */
export const TRAFFIC_SECONDS = 120;
/** The present rate is the mean of this many seconds: one alone flickers. */
const NOW_SECONDS = 3;

/** Bytes of one messenger in each of the last seconds, the oldest first. */
export interface TrafficSeries {
  readonly messenger: string;
  readonly up: readonly number[];
  readonly down: readonly number[];
  /** Bytes per second. */
  readonly upNow: number;
  readonly downNow: number;
  /** Bytes in all the seconds shown. */
  readonly upSum: number;
  readonly downSum: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / Math.max(values.length, 1);

/** The traffic of each messenger in the 120 s before `now` (milliseconds since 1970), in the order of `messengers`. */
export function trafficSeries(
  items: readonly StreamItem<'traffic'>[],
  messengers: readonly string[],
  now: number,
): readonly TrafficSeries[] {
  const end = Math.floor(now / 1000);
  const rows = new Map(
    messengers.map((messenger) => [
      messenger,
      { up: new Array<number>(TRAFFIC_SECONDS).fill(0), down: new Array<number>(TRAFFIC_SECONDS).fill(0) },
    ]),
  );
  for (const { at, messenger, up, down } of items) {
    // A clock that stands a little ahead of ours must not lose the newest second.
    const place = TRAFFIC_SECONDS - 1 - Math.max(end - Math.floor(at / 1000), 0);
    const row = rows.get(messenger);
    if (row === undefined || place < 0) continue;
    row.up[place] = (row.up[place] ?? 0) + up;
    row.down[place] = (row.down[place] ?? 0) + down;
  }
  return [...rows].map(([messenger, { up, down }]) => ({
    messenger,
    up,
    down,
    upNow: mean(up.slice(-NOW_SECONDS)),
    downNow: mean(down.slice(-NOW_SECONDS)),
    upSum: sum(up),
    downSum: sum(down),
  }));
}

/** Whether the plots still move by themselves at `now`: something lies within them. */
export const isMoving = (items: readonly StreamItem<'traffic'>[], now: number): boolean =>
  items.some(({ at, up, down }) => up + down > 0 && now - at < (TRAFFIC_SECONDS + 1) * 1000);
