import * as v from 'valibot';
import { table } from '../page.ts';

const LabLine = v.object({
  scenario: v.string(),
  line: v.picklist(['usual', 'slow']),
  /** Scenarios that are the same network to who only measures. */
  same: v.array(v.string()),
  /** Whether nothing is blocked there. */
  isOpen: v.boolean(),
  rounds: v.array(v.nullable(v.number())),
  /** Runs in which every verdict was as it must be. */
  whole: v.number(),
  /** Runs in which something open was called blocked. */
  alarms: v.number(),
  problems: v.array(v.string()),
});

/** All runs of one network over one line. */
export type Runs = v.InferOutput<typeof LabLine>;

/** A line of the lab's `--json`; undefined for one of another kind. */
export function readRuns(line: string): Runs | undefined {
  return line.startsWith('{') ? v.parse(LabLine, JSON.parse(line)) : undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Whether every verdict was right in every run, and nothing open was ever called blocked. */
export const isWhole = (all: readonly Runs[]): boolean =>
  all.length > 0 && all.every(({ rounds, whole, alarms }) => whole === rounds.length && alarms === 0);

/** A row for each network, in the order of their first line. */
export function tallyTable(all: readonly Runs[]): string {
  const cell = (scenario: string, line: Runs['line']): string => {
    const runs = all.find((one) => one.scenario === scenario && one.line === line);
    return runs === undefined ? '–' : `${runs.whole} of ${runs.rounds.length}`;
  };
  const names = [...new Set(all.map(({ scenario }) => scenario))];
  const rows = names.map((name) => {
    const same = all.find(({ scenario }) => scenario === name)?.same ?? [];
    return [[name, ...same].join(', '), cell(name, 'usual'), cell(name, 'slow')];
  });
  return table([['network', '60 ms', '250 ms, 3 % loss'], ...rows]);
}

/** What was counted where nothing is blocked, and of open purposes elsewhere. */
export function alarmLine(all: readonly Runs[]): string {
  const runs = (some: readonly Runs[]) => sum(some.map(({ rounds }) => rounds.length));
  const open = all.filter(({ isOpen }) => isOpen);
  const others = all.filter(({ isOpen }) => !isOpen);
  const alarms = (some: readonly Runs[]) => sum(some.map((one) => one.alarms));
  return `False alarms: **${alarms(open)} in ${runs(open)} runs** without blocking (${[...new Set(open.map(({ scenario }) => scenario))].join(', ')}), and ${alarms(others)} in ${runs(others)} runs that block something else.`;
}

/** What went wrong in how many runs, most frequent first; empty for nothing. */
export function problemLines(all: readonly Runs[]): string {
  const counts = new Map<string, number>();
  for (const { scenario, line, problems } of all) {
    for (const problem of problems) {
      const what = `${scenario}, ${line}: ${problem.replace(/^round \d+: /, '')}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `- ${times} × ${what}`)
    .join('\n');
}
