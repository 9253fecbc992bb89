import { HIDDEN_KINDS, type HiddenCount, type HiddenKind } from '../../model/report.ts';

/** The same thing always gets the same words: `[address 1]` can be followed through a report. */
export interface Placeholders {
  of(kind: HiddenKind, value: string): string;
  /** How often something of each kind was hidden; kinds of which nothing was are left out. */
  counts(): readonly HiddenCount[];
}

export function createPlaceholders(): Placeholders {
  const known = new Map<HiddenKind, Map<string, number>>();
  const counts = new Map<HiddenKind, number>();
  return {
    of(kind, value) {
      const numbers = known.get(kind) ?? new Map<string, number>();
      known.set(kind, numbers);
      const key = value.toLowerCase();
      const number = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, number);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return `[${kind} ${number}]`;
    },
    counts: () =>
      HIDDEN_KINDS.flatMap((kind) => {
        const count = counts.get(kind) ?? 0;
        return count === 0 ? [] : [{ kind, count }];
      }),
  };
}
