import type { StreamItem } from '../../../core/contract.ts';

/** From the mildest on. */
export const LEVELS = ['info', 'warning', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** The lines of a level and those that are graver. */
export function linesFrom<T extends StreamItem<'log'>>(lines: readonly T[], level: Level): readonly T[] {
  const least = LEVELS.indexOf(level);
  return lines.filter((line) => LEVELS.indexOf(line.level) >= least);
}

/** The lines as plain text for a helper abroad: world time, one each, in the words they were written in. */
export const logText = (lines: readonly StreamItem<'log'>[]): string =>
  lines.map(({ at, level, code, text }) => `${worldTime(at)} ${level} ${code} ${text}\n`).join('');

/** ISO 8601; a moment that no calendar holds stays a number. */
function worldTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
