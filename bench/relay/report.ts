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

/** How many times the processor time of the first proxy the other takes for a byte; NaN where the machine was too busy to tell. */
export const timesAsCheap = (one: Samples, other: Samples, load: LoadName): number =>
  middle(other, load, perGigabyte) / middle(one, load, perGigabyte);

const shown = (value: number, digits = 0): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));

/** The medians, a proxy a row. */
export function reportTable(all: readonly Samples[]): string {
  return table([
    [
      'through',
      'down 1, GB/s (CPU s/GB)',
      'down 8',
      'up 1',
      'new/s, 1 at once (CPU ms)',
      '32',
      'echo p50 / p99, µs',
    ],
    ...all.map((samples) => {
      const withCost = (text: string, cost: number): string =>
        cost > 0 ? `${text} (${shown(cost, 2)})` : text;
      const gigabytes = (load: LoadName): string =>
        withCost(shown(middle(samples, load, speed) / 1e9, 2), middle(samples, load, perGigabyte));
      const connections = (load: LoadName): string =>
        withCost(shown(middle(samples, load, speed)), middle(samples, load, perGigabyte) / 1e6);
      return [
        samples.name,
        gigabytes('down 1'),
        gigabytes('down 8'),
        gigabytes('up 1'),
        connections('connect 1'),
        connections('connect 32'),
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
