import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { PURPOSES } from '../model/messenger.ts';
import { CAUSES } from '../model/verdict.ts';
import { readIfThere, setAside, writeFileAtomic } from './atomic-file.ts';

const MOST_BYTES = 2 * 1024 * 1024;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;
/** The same verdict is written down again only after this. Milliseconds. */
const SAME_AFTER_MS = 60 * 60 * 1000;

const EntrySchema = v.object({
  /** Milliseconds since 1970. */
  at: v.pipe(v.number(), v.minValue(0)),
  /** The network's keyed hash, as network-memory.ts has it. */
  network: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  messenger: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  purpose: v.picklist(PURPOSES),
  state: v.picklist(['reachable', 'answers', 'blocked', 'unknown']),
  /** Most telling first. */
  causes: v.pipe(v.array(v.picklist(CAUSES)), v.maxLength(16)),
});
/** How one purpose of a messenger fared on a network without help. */
export type HistoryEntry = v.InferOutput<typeof EntrySchema>;

export interface History {
  /** Of one network, oldest first. */
  of(network: string): readonly HistoryEntry[];
  /** Writes a verdict down, unless the last one of its kind says the same and is not an hour old. Rejects where it cannot be written. */
  add(entry: HistoryEntry): Promise<void>;
}

/**
 * Opens `history.jsonl`, one verdict a line: 90 days and 2 MiB at most. Of a damaged file the lines that can be read are taken
 * over and the whole is set aside; where there is none to be read, there is no history.
 */
export async function openHistory(home: string, now: () => number): Promise<History> {
  const path = join(home, 'history.jsonl');
  const bytes = await readIfThere(path).catch(() => null);
  const { entries: found, isDamaged } = parseHistory(bytes?.toString('utf8') ?? '', now());
  if (isDamaged) await setAside(path, now()).catch(() => undefined);
  let entries = found;
  let size = 0;
  let turn: Promise<void> = Promise.resolve();

  /** Whole at first, and whenever half of it has to go; by one line otherwise. */
  async function write(line: string): Promise<void> {
    const isWhole = size === 0 || size + line.length > MOST_BYTES;
    if (!isWhole) {
      size += line.length;
      return appendFile(path, line, { mode: 0o600 });
    }
    const fits = printAll(entries).length <= MOST_BYTES;
    entries = fits ? entries : entries.slice(Math.ceil(entries.length / 2));
    const text = printAll(entries);
    await writeFileAtomic(path, text);
    size = text.length;
  }

  return {
    of: (network) => entries.filter((entry) => entry.network === network),
    add(entry) {
      const last = entries.findLast((other) => isSameThing(other, entry));
      const isNews = last === undefined || !saysTheSame(last, entry) || entry.at - last.at >= SAME_AFTER_MS;
      if (!isNews) return Promise.resolve();
      entries = [...entries, entry];
      turn = turn.catch(() => undefined).then(() => write(print(entry)));
      return turn;
    },
  };
}

/** What a file's text holds: what can be read and is no older than 90 days, and whether there is more in it. Never throws. */
export function parseHistory(
  text: string,
  now: number,
): { readonly entries: readonly HistoryEntry[]; readonly isDamaged: boolean } {
  const lines = text.split('\n').filter((line) => line !== '');
  const read = lines.flatMap(readEntry);
  return {
    entries: read.filter(({ at }) => now - at < MAX_AGE_MS),
    isDamaged: read.length < lines.length,
  };
}

function readEntry(line: string): readonly HistoryEntry[] {
  try {
    const entry = v.safeParse(EntrySchema, JSON.parse(line));
    return entry.success ? [entry.output] : [];
  } catch {
    return [];
  }
}

function isSameThing(one: HistoryEntry, other: HistoryEntry): boolean {
  return one.network === other.network && one.messenger === other.messenger && one.purpose === other.purpose;
}

function saysTheSame(one: HistoryEntry, other: HistoryEntry): boolean {
  return one.state === other.state && one.causes.join() === other.causes.join();
}

function print(entry: HistoryEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

function printAll(entries: readonly HistoryEntry[]): string {
  return entries.map(print).join('');
}
