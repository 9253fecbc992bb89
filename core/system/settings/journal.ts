import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { readJson, writeFileAtomic } from '../../store/atomic-file.ts';
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
});
/** What one driver changed, and what was there before. */
export type JournalEntry = v.InferOutput<typeof EntrySchema>;

const JournalSchema = v.object({ version: v.literal(1), drivers: v.record(v.string(), EntrySchema) });

/** What was changed on this computer and has not been put back yet: `changed.json`. Read anew each time: others write it too. */
export interface Journal {
  /** Undefined where nothing is recorded. A file that cannot be read is set aside and counts as nothing. */
  read(): Promise<Readonly<Record<string, JournalEntry>>>;
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
  const read = async () => {
    const stored = await readJson(path, JournalSchema, now());
    return stored.kind === 'found' ? stored.value.drivers : {};
  };
  const write = async (drivers: Readonly<Record<string, JournalEntry>>) => {
    if (Object.keys(drivers).length === 0) await rm(path, { force: true });
    else await writeFileAtomic(path, `${JSON.stringify({ version: 1, drivers }, null, 2)}\n`);
  };
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

/** Adds what is about to be written to what was written before. */
export function withOurs(ours: JournalEntry['ours'], changes: readonly Change[]): JournalEntry['ours'] {
  const merged = new Map(ours.map((own) => [own.place, own]));
  for (const { place, group, role, value } of changes) {
    const values = merged.get(place)?.values.filter((known) => known !== value) ?? [];
    merged.set(place, { place, group, role, values: [...values, value].slice(-MOST_VALUES) });
  }
  return [...merged.values()];
}
