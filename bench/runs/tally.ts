import * as v from 'valibot';
import { table } from '../page.ts';
import { quantile } from '../statistics.ts';

const LabLine = v.object({
  scenario: v.string(),
  /** Seconds until every expected route was proven, per round; null where that never came. */
  rounds: v.array(v.nullable(v.number())),
  problems: v.array(v.string()),
});

/** Rounds of one scenario. */
export type Rounds = v.InferOutput<typeof LabLine>;

/** What the lab said by `--json`; lines of another kind are passed over. */
export function readRounds(output: string): Rounds[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => v.parse(LabLine, JSON.parse(line)));
}

/** Batches of the same scenario put together, in the order of their first. */
export function gather(batches: readonly Rounds[]): Rounds[] {
  const all = new Map<string, Rounds>();
  for (const { scenario, rounds, problems } of batches) {
    const before = all.get(scenario);
    all.set(scenario, {
      scenario,
      rounds: [...(before?.rounds ?? []), ...rounds],
      problems: [...(before?.problems ?? []), ...problems],
    });
  }
  return [...all.values()];
}

const found = ({ rounds }: Rounds): number[] => rounds.filter((seconds) => seconds !== null);

/** Whether every run found every route. */
export const isWhole = (all: readonly Rounds[]): boolean =>
  all.length > 0 && all.every((one) => one.rounds.length > 0 && found(one).length === one.rounds.length);

/** How many runs found every route, and how fast those were. */
export function tallyTable(all: readonly Rounds[]): string {
  const seconds = (one: Rounds, q: number): string => quantile(found(one), q)?.toFixed(2) ?? '–';
  return table([
    ['scenario', 'runs', 'found every route', 'median, s', '95th percentile, s', 'worst, s'],
    ...all.map((one) => [
      one.scenario,
      one.rounds.length,
      found(one).length,
      seconds(one, 0.5),
      seconds(one, 0.95),
      seconds(one, 1),
    ]),
  ]);
}

/** What went wrong in how many runs, most frequent first; empty for nothing. */
export function problemLines(all: readonly Rounds[]): string {
  const counts = new Map<string, number>();
  for (const { scenario, problems } of all) {
    for (const problem of problems) {
      const what = `${scenario}: ${problem.replace(/^round \d+: /, '')}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `- ${times} × ${what}`)
    .join('\n');
}
