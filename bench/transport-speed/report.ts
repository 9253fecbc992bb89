import { table } from '../page.ts';
import { median } from '../statistics.ts';
import { LOADS, type LoadName, type Sample } from './measure.ts';

/** Of the speed of whoever we are compared with, for those that something was promised of. */
const PROMISED: readonly (readonly [begins: string, share: number])[] = [
  ['Shadowsocks aes', 0.8],
  ['SSH', 1],
];

/** All samples of ours and theirs for one protocol. */
export interface Compared {
  readonly name: string;
  readonly rival: string;
  readonly ours: ReadonlyMap<LoadName, readonly Sample[]>;
  readonly theirs: ReadonlyMap<LoadName, readonly Sample[]>;
  /** MiB. */
  readonly memory: { readonly ours: number; readonly theirs: number };
}

const LOAD_NAMES = Object.keys(LOADS).filter((name): name is LoadName => name in LOADS);

/** The median of what nobody disturbed; of all where there is nothing else. */
function middle(samples: readonly Sample[] = [], value: (sample: Sample) => number): number {
  const quiet = samples.filter(({ isDisturbed }) => !isDisturbed);
  return median((quiet.length > 0 ? quiet : samples).map(value)) ?? Number.NaN;
}

const speed = (samples: readonly Sample[] | undefined) => middle(samples, ({ perSecond }) => perSecond);

/** How fast we are, as a share of them. */
export function share({ ours, theirs }: Compared, load: LoadName): number {
  return speed(ours.get(load)) / speed(theirs.get(load));
}

/** A protocol a row: for each load our MB/s, theirs, and the share; then processor time and memory. */
export function speedTable(all: readonly Compared[]): string {
  return table([
    [
      ...['protocol', 'against'],
      ...LOAD_NAMES.map((load) => `${load}: ours / theirs, MB/s (share)`),
      'CPU s/GB, down 1: ours / theirs',
      'most memory, MiB: ours / theirs',
    ],
    ...all.map((one) => [
      ...[one.name, one.rival],
      ...LOAD_NAMES.map((load) => {
        const [ours, theirs] = [one.ours, one.theirs].map((of) => (speed(of.get(load)) / 1e6).toFixed(0));
        return `${ours} / ${theirs} (${share(one, load).toFixed(2)})`;
      }),
      [one.ours, one.theirs]
        .map((of) => middle(of.get('down 1'), ({ perGigabyte }) => perGigabyte).toFixed(2))
        .join(' / '),
      `${one.memory.ours.toFixed(0)} / ${one.memory.theirs.toFixed(0)}`,
    ]),
  ]);
}

/** What was promised of one stream each way, and whether it holds. */
export function promises(all: readonly Compared[]): { readonly holds: boolean; readonly text: string } {
  const lines = all.flatMap((one) => {
    const [, least] = PROMISED.find(([begins]) => one.name.startsWith(begins)) ?? [];
    if (least === undefined) return [];
    return (['down 1', 'up 1'] as const).map((load) => {
      const holds = share(one, load) >= least;
      const said = `${share(one, load).toFixed(2)} of ${one.rival}, at least ${least}`;
      return { holds, line: `- ${one.name}, ${load}: ${said}: ${holds ? 'holds' : '**does not hold**'}.` };
    });
  });
  return { holds: lines.every(({ holds }) => holds), text: lines.map(({ line }) => line).join('\n') };
}

/** How many samples others had a hand in, and of how many. */
export function disturbed(all: readonly Compared[]): string {
  const samples = all.flatMap(({ ours, theirs }) => [...ours.values(), ...theirs.values()].flat());
  return `${samples.filter(({ isDisturbed }) => isDisturbed).length} of ${samples.length}`;
}
