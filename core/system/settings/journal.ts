import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import {
  readIfThere,
  removeLeftovers,
  setAside,
  syncFolder,
  writeFileAtomic,
} from '../../store/atomic-file.ts';
import { type Change, SettingsError } from './driver.ts';

const MOST_PLACES = 1024;
const Place = v.pipe(v.string(), v.maxLength(512));
const Value = v.nullable(v.pipe(v.string(), v.maxLength(65_536)));

const Mark = v.object({ id: v.number(), startedAt: v.number() });

const EntrySchema = v.object({
  /** Places as they were before the first change. */
  before: v.pipe(
    v.record(Place, Value),
    v.check((places) => Object.keys(places).length <= MOST_PLACES),
  ),
  /** What we wrote or were about to write, in order; `values` the last of which is the newest. */
  ours: v.pipe(
    v.array(
      v.object({
        place: Place,
        group: Place,
        role: v.picklist(['value', 'switch']),
        values: v.pipe(v.array(Value), v.minLength(1), v.maxLength(8)),
      }),
    ),
    v.maxLength(MOST_PLACES),
  ),
  /** Whose change it was: a process id alone may be somebody else's tomorrow. */
  process: Mark,
  /** Who puts it back when that process ends. */
  guardian: v.optional(Mark),
  changedAt: v.number(),
  /** Set until everything was written: programs of the system that we started go on where we are killed. */
  writing: v.optional(v.boolean()),
});
/** What one driver changed, and what was there before. */
export type JournalEntry = v.InferOutput<typeof EntrySchema>;

/** Versions to come keep these names, so that an older program can put back what a newer one has changed. */
const JournalSchema = v.object({
  version: v.pipe(v.number(), v.minValue(1)),
  drivers: v.record(v.string(), EntrySchema),
});
type Entries = Readonly<Record<string, JournalEntry>>;

/** What was changed on this computer and has not been put back yet: `changed.json`. Read anew each time: others write it too. */
export interface Journal {
  /**
   * Empty where nothing is recorded. A file that cannot be read is replaced by its copy, and where there is none is set aside
   * and counts as nothing. Never rejects.
   */
  read(): Promise<Entries>;
  /** On disk for good when it resolves. Rejects with SettingsError('no-journal'): then nothing may be changed. */
  put(driver: string, entry: JournalEntry): Promise<void>;
  /** Forgets a driver that was put back. */
  remove(driver: string): Promise<void>;
}

/** The most values of ours that are remembered for a place: a port rarely changes twice in one run. */
const MOST_VALUES = 8;

/** Opens the journal of a FOOTBRIDGE_HOME. */
export function openJournal(home: string, now: () => number): Journal {
  const path = join(home, 'changed.json');
  /** Read only where the other is there and cannot be read: it is all that knows what the person had. */
  const copy = join(home, 'changed.copy.json');

  async function read(): Promise<Entries> {
    const first = await load(path);
    if (first !== 'unreadable') return first;
    const second = await load(copy);
    if (second !== 'unreadable' && Object.keys(second).length > 0) return second;
    await setAside(path, now()).catch(() => undefined);
    return {};
  }

  async function write(drivers: Entries): Promise<void> {
    if (Object.keys(drivers).length === 0) {
      await rm(copy, { force: true });
      await rm(path, { force: true });
      return;
    }
    const text = `${JSON.stringify({ version: 1, drivers }, null, 2)}\n`;
    await writeFileAtomic(path, text);
    // Better none than one of before.
    await writeFileAtomic(copy, text).catch(() => rm(copy, { force: true }));
    await syncFolder(home);
  }

  return {
    read,
    async put(driver, entry) {
      try {
        await write({ ...(await read()), [driver]: entry });
      } catch (error) {
        throw new SettingsError('no-journal', 'what is there now could not be recorded', { cause: error });
      }
    },
    async remove(driver) {
      const { [driver]: _, ...rest } = await read();
      await write(rest);
    },
  };
}

async function load(path: string): Promise<Entries | 'unreadable'> {
  try {
    const bytes = await readIfThere(path);
    if (bytes === null) return {};
    const result = v.safeParse(JournalSchema, JSON.parse(bytes.toString('utf8')));
    return result.success ? result.output.drivers : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Removes what killed processes left beside the journal, and files that mean nothing without it. Never rejects. */
export async function tidyHome(home: string): Promise<void> {
  for (const name of ['changed.json', 'changed.copy.json', 'changed.room', 'changed.lock'])
    await removeLeftovers(join(home, name));
  const isRecorded = await readIfThere(join(home, 'changed.json')).catch(() => null);
  if (isRecorded === null) await rm(join(home, 'changed.copy.json'), { force: true }).catch(() => undefined);
}

/** Adds what is about to be written to what was written before. */
export function withOurs(ours: JournalEntry['ours'], changes: readonly Change[]): JournalEntry['ours'] {
  const merged = new Map(ours.map((own) => [own.place, own]));
  for (const { place, group, role, value } of changes) {
    const values = merged.get(place)?.values.filter((known) => known !== value) ?? [];
    merged.set(place, { place, group, role, values: [...values, value].slice(-MOST_VALUES) });
  }
  return [...merged.values()];
}
