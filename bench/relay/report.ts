import { table } from '../page.ts';
import { median } from '../statistics.ts';
import type { LoadName, Measured } from './measure.ts';

/** All samples of one proxy. */
export interface Samples {
  readonly name: string;
  readonly of: ReadonlyMap<LoadName, readonly Measured[]>;
}

const middle = ({ of }: Samples, load: LoadName, value: (sample: Measured) => number): number =>
  median((of.get(load) ?? []).map(value)) ?? Number.NaN;

const speed = ({ perSecond }: Measured): number => perSecond;
const perGigabyte = ({ processor, total }: Measured): number => (processor * 1e9) / total;

/** How many times as fast as the other a proxy carries one stream down. */
export const timesAsFast = (one: Samples, other: Samples): number =>
  middle(one, 'down 1', speed) / middle(other, 'down 1', speed);

/** The medians, a proxy a row. */
export function reportTable(all: readonly Samples[]): string {
  return table([
    ['through', 'down 1, GB/s (CPU s/GB)', 'down 8', 'up 1', 'new/s, 1 at once', '32', 'echo p50 / p99, µs'],
    ...all.map((samples) => {
      const gigabytes = (load: LoadName): string => (middle(samples, load, speed) / 1e9).toFixed(2);
      const connections = (load: LoadName): string => middle(samples, load, speed).toFixed(0);
      const cost = middle(samples, 'down 1', perGigabyte);
      return [
        samples.name,
        `${gigabytes('down 1')}${cost > 0 ? ` (${cost.toFixed(2)})` : ''}`,
        gigabytes('down 8'),
        gigabytes('up 1'),
        connections('connect 1'),
        connections('connect 32'),
        `${middle(samples, 'echo', ({ p50 }) => p50).toFixed(0)} / ${middle(samples, 'echo', ({ p99 }) => p99).toFixed(0)}`,
      ];
    }),
  ]);
}

/** How many samples others had a hand in, and of how many. */
export function disturbed(all: readonly Samples[]): string {
  const samples = all.flatMap(({ of }) => [...of.values()].flat());
  return `${samples.filter(({ isDisturbed }) => isDisturbed).length} of ${samples.length}`;
}
