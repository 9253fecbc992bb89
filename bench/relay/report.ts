import { table } from '../page.ts';
import { median } from '../statistics.ts';
import type { LoadName, Measured } from './measure.ts';

/** All samples of one proxy. */
export interface Samples {
  readonly name: string;
  readonly of: ReadonlyMap<LoadName, readonly Measured[]>;
}

/** The median of the samples that nobody else had a hand in; NaN where there is none. */
const middle = ({ of }: Samples, load: LoadName, value: (sample: Measured) => number): number =>
  median((of.get(load) ?? []).filter(({ isDisturbed }) => !isDisturbed).map(value)) ?? Number.NaN;

const speed = ({ perSecond }: Measured): number => perSecond;
const perGigabyte = ({ processor, total }: Measured): number => (processor * 1e9) / total;

/** How many times as fast as the other a proxy carries one stream down; NaN where the machine was too busy to tell. */
export const timesAsFast = (one: Samples, other: Samples): number =>
  middle(one, 'down 1', speed) / middle(other, 'down 1', speed);

const shown = (value: number, digits = 0): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));

/** The medians, a proxy a row. */
export function reportTable(all: readonly Samples[]): string {
  return table([
    ['through', 'down 1, GB/s (CPU s/GB)', 'down 8', 'up 1', 'new/s, 1 at once', '32', 'echo p50 / p99, µs'],
    ...all.map((samples) => {
      const gigabytes = (load: LoadName): string => shown(middle(samples, load, speed) / 1e9, 2);
      const cost = middle(samples, 'down 1', perGigabyte);
      return [
        samples.name,
        `${gigabytes('down 1')}${cost > 0 ? ` (${shown(cost, 2)})` : ''}`,
        gigabytes('down 8'),
        gigabytes('up 1'),
        shown(middle(samples, 'connect 1', speed)),
        shown(middle(samples, 'connect 32', speed)),
        `${shown(middle(samples, 'echo', ({ p50 }) => p50))} / ${shown(middle(samples, 'echo', ({ p99 }) => p99))}`,
      ];
    }),
  ]);
}

/** How many samples others had a hand in, and of how many. */
export function disturbed(all: readonly Samples[]): string {
  const samples = all.flatMap(({ of }) => [...of.values()].flat());
  return `${samples.filter(({ isDisturbed }) => isDisturbed).length} of ${samples.length}`;
}
