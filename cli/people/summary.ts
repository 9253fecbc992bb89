import type { Cause } from '../../core/model/verdict.ts';
import { reason } from './causes.ts';
import type { Entry } from './journal.ts';
import { messengerName, purposeName } from './names.ts';
import { exactWay, way } from './ways.ts';

export interface SummaryOptions {
  /** What is wrong with the whole network and was said already. */
  readonly network: Cause | null;
  /** Exact transports and each time. */
  readonly details: boolean;
}

/** A mark that words below explain: pictures were not moved yet, because no account is at hand. */
const UNTRIED = '*';
const FOOTNOTE = `${UNTRIED} answers; not yet tried with pictures`;

interface Line {
  readonly mark: '✓' | '✗' | '?';
  readonly purposes: readonly string[];
  readonly rest: string;
}

/** Ways found, one block per messenger: what works, by which way, how long the proof took, what does not and why. */
export function waysFound(entries: readonly Entry[], options: SummaryOptions): string[] {
  return table(entries, (own) => {
    const lines = group(own, (entry) =>
      entry.way === null ? `✗ ${why(entry, options)}` : entry.way.transport,
    );
    return lines.map((same): Line => {
      const [first] = same;
      const purposes = same.map((entry) => nameIn(entry, entry.way?.proof === 'dialogue', options));
      if (first?.way == null) {
        return { mark: '✗', purposes, rest: (first && why(first, options)) || 'no way found yet' };
      }
      const { transport } = first.way;
      const last = Math.max(...same.map((entry) => entry.way?.seconds ?? 0));
      return {
        mark: '✓',
        purposes,
        rest: options.details ? exactWay(transport) : `${way(transport)}, ${inSeconds(last)}`,
      };
    });
  });
}

/** Verdicts on going straight, one block per messenger. */
export function verdicts(entries: readonly Entry[], options: SummaryOptions): string[] {
  const told = entries.filter(({ verdict }) => verdict !== null);
  return table(told, (own) => {
    const lines = group(own, (entry) => `${mark(entry)} ${why(entry, options)}`);
    return lines.map((same): Line => {
      const [first] = same;
      const purposes = same.map((entry) => nameIn(entry, entry.verdict?.state === 'answers', options));
      return { mark: first ? mark(first) : '?', purposes, rest: first ? why(first, options) : '' };
    });
  });
}

/** Why something does not work straight, without what the whole network's sentence said; empty when nothing is left. */
export function why({ verdict }: Entry, { network }: Pick<SummaryOptions, 'network'>): string {
  if (verdict === null || verdict.state === 'reachable' || verdict.state === 'answers') return '';
  const reasons = verdict.findings.filter(({ cause }) => cause !== network).map(reason);
  return [...new Set(reasons)].join('; ');
}

/** A time, given in seconds, to the tenth that people can make use of. */
export function inSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function mark({ verdict }: Entry): Line['mark'] {
  if (verdict?.state === 'blocked') return '✗';
  return verdict === null || verdict.state === 'unknown' ? '?' : '✓';
}

function nameIn(entry: Entry, isDialogue: boolean, { details }: SummaryOptions): string {
  const star = isDialogue && entry.purpose === 'media' ? UNTRIED : '';
  const time = details && entry.way !== null ? ` (${inSeconds(entry.way.seconds)})` : '';
  return purposeName(entry.purpose) + star + time;
}

function table(entries: readonly Entry[], linesOf: (own: readonly Entry[]) => readonly Line[]): string[] {
  const lines = group(entries, ({ messenger }) => messenger).flatMap((own) => {
    const name = messengerName(own[0]?.messenger ?? '');
    return linesOf(own).map((line, index) => `${(index === 0 ? name : '').padEnd(10)} ${print(line)}`);
  });
  const isStarred = lines.some((line) => line.includes(purposeName('media') + UNTRIED));
  return isStarred ? [...lines, `${' '.repeat(11)}${FOOTNOTE}`] : lines;
}

function print({ mark, purposes, rest }: Line): string {
  const items = purposes.map((purpose) => `${mark} ${purpose}`).join(' · ');
  return rest === '' ? items : `${items} — ${rest}`;
}

function group<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}
