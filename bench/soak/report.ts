import type { Sample } from '../door.ts';
import { table } from '../page.ts';
import { median } from '../statistics.ts';

/** How much more memory there may be, in MiB: at rest after all than at rest after the warm-up, and under load. */
export const BOUNDS = { live: 1, rss: 32 };

/** What was sampled: before anybody came, at rest after the warm-up, under load, at rest after all. */
export interface Course {
  readonly start: Sample;
  readonly warm: Sample;
  readonly loaded: readonly Sample[];
  readonly end: Sample;
}

const mib = (bytes: number): number => bytes / 1024 / 1024;

/** How much a value has grown over its samples: the median of the last third against that of the first. NaN for less than three. */
export function growth(samples: readonly number[]): number {
  const third = Math.floor(samples.length / 3);
  if (third === 0) return Number.NaN;
  return (median(samples.slice(-third)) ?? 0) - (median(samples.slice(0, third)) ?? 0);
}

const liveGrowth = ({ warm, end }: Course): number => mib(end.live - warm.live);
const rssGrowth = ({ loaded }: Course): number => mib(growth(loaded.map(({ rss }) => rss)));

/** What does not hold, in words; `failed`: what went wrong with visits, and how often. */
export function problems(course: Course, failed: Iterable<readonly [string, number]>): string[] {
  const { start, end } = course;
  const [live, rss] = [liveGrowth(course), rssGrowth(course)];
  return [
    ...[...failed].map(([what, times]) => `${times} × ${what}`),
    // Nothing measured is nothing proven.
    ...(live <= BOUNDS.live ? [] : [`${live.toFixed(1)} MiB more are live at rest`]),
    ...(rss <= BOUNDS.rss ? [] : [`RSS grew by ${rss.toFixed(1)} MiB`]),
    ...(end.handles <= start.handles ? [] : [`${end.handles - start.handles} handles were left`]),
  ];
}

/** The course as a table. */
export function courseTable(course: Course): string {
  const { start, warm, loaded, end } = course;
  const most = (of: 'rss' | 'live' | 'handles'): number => Math.max(...loaded.map((sample) => sample[of]));
  const memory = (of: 'rss' | 'live'): string[] =>
    [start[of], warm[of], most(of), end[of]].map((bytes) => mib(bytes).toFixed(1));
  return table([
    ['', 'start', 'at rest, warm', 'most', 'at rest, end', 'growth', 'bound'],
    ['live after a collection, MiB', ...memory('live'), liveGrowth(course).toFixed(1), BOUNDS.live],
    ['RSS, MiB (growth under load)', ...memory('rss'), rssGrowth(course).toFixed(1), BOUNDS.rss],
    ['handles', start.handles, warm.handles, most('handles'), end.handles, end.handles - start.handles, 0],
  ]);
}
