import { table } from '../page.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** A transport and what was asked of it. */
    asked?: readonly [way: string, what: string];
    megabytesPerSecond?: number;
  }
}

/** What became of one thing that was asked of one transport. */
export interface Outcome {
  readonly way: string;
  readonly what: string;
  readonly passed: boolean;
  readonly megabytesPerSecond?: number;
}

/** `N of M hold.` */
export function totals(outcomes: readonly Outcome[]): string {
  return `${outcomes.filter(({ passed }) => passed).length} of ${outcomes.length} hold.`;
}

/** A transport a row, and what was asked of it across, in the order in which it was asked. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const whats = [...new Set(outcomes.map(({ what }) => what))];
  const ways = [...new Set(outcomes.map(({ way }) => way))];
  return table([
    ['through', ...whats],
    ...ways.map((way) => [
      way,
      ...whats.map((what) => cell(outcomes.find((one) => one.way === way && one.what === what))),
    ]),
  ]);
}

function cell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return '–';
  if (!outcome.passed) return '**fails**';
  return outcome.megabytesPerSecond === undefined ? 'ok' : `ok, ${outcome.megabytesPerSecond.toFixed(0)}`;
}
