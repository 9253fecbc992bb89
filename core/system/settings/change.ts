import { setTimeout } from 'node:timers/promises';
import { ownMark } from '../process.ts';
import type { Change, ProxySettings, SettingsDriver, Values } from './driver.ts';
import { SettingsError } from './driver.ts';
import { type Journal, type JournalEntry, withOurs } from './journal.ts';

export interface ChangeOptions {
  readonly journal: Journal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly process: JournalEntry['process'];
  readonly guardian?: JournalEntry['guardian'];
  readonly signal: AbortSignal;
}

/**
 * Records what is there, changes it, and reads it back. Where anything of that fails, what was changed is put back and the
 * promise rejects with SettingsError. Changing again (another port) keeps what was recorded first.
 */
export async function changeSettings(
  driver: SettingsDriver,
  settings: ProxySettings,
  { journal, now, process, guardian, signal }: ChangeOptions,
): Promise<void> {
  const current = await driver.read(signal);
  const known = (await journal.read())[driver.id];
  const before = beforeUs(driver, current, known);
  const changes = driver.plan(settings, before);
  if (changes.length === 0) throw new SettingsError('refused', 'nothing there can be put back');
  const stray = changes.find(({ place }) => !Object.hasOwn(current, place));
  if (stray !== undefined) throw new SettingsError('refused', `${stray.place} cannot be put back`);
  const ours = withOurs(known?.ours ?? [], changes);
  const entry = { before, ours, process, guardian, changedAt: now() };
  await journal.put(driver.id, { ...entry, writing: true });
  try {
    const written = await writeGroups(
      driver,
      changes.filter(({ place, value }) => current[place] !== value),
      signal,
    );
    const kept = await driver.read(signal);
    const lost = written.find(({ place, value }) => kept[place] !== value);
    if (lost !== undefined) throw new SettingsError('not-kept', `${lost.place} was not kept`);
  } catch (error) {
    const signal = AbortSignal.timeout(UNDO_MS);
    await undoSettings(driver, { journal, now, signal }).catch(() => undefined);
    throw error;
  }
  // Only spares whoever puts back a wait.
  await journal.put(driver.id, entry).catch(() => undefined);
}

/**
 * Writes what is not refused: a VPN's network service that takes no proxy must not keep the others from having one. What
 * was written of a refused group stays recorded and is put back with the rest. Rejects where every group is refused.
 */
async function writeGroups(
  driver: SettingsDriver,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<readonly Change[]> {
  for (let left = changes; ; ) {
    try {
      await driver.write(left, signal);
      return left;
    } catch (error) {
      const group = error instanceof SettingsError ? error.group : undefined;
      const others = left.filter((change) => change.group !== group);
      if (group === undefined || others.length === 0 || others.length === left.length) throw error;
      left = others;
    }
  }
}

export interface UndoOptions {
  readonly journal: Journal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Putting back has its own time: whoever called the change off must not leave half of it. */
const UNDO_MS = 10_000;

/** What undoing found. */
export interface Undone {
  /** Places that were put back. */
  readonly restored: readonly string[];
  /** Places that somebody else has changed since, and that were left as they are now. */
  readonly left: readonly string[];
}

/**
 * Puts back every place that still holds a value of ours; a newer choice of the person stays. The record is dropped only
 * after it was read back. Without a record, settings that can only be ours are turned off. Rejects with SettingsError.
 */
export async function undoSettings(
  driver: SettingsDriver,
  { journal, now, signal }: UndoOptions,
): Promise<Undone> {
  const current = await driver.read(signal);
  const entry = (await journal.read())[driver.id];
  if (entry === undefined) {
    const changes = driver.disown(current);
    await writeAndCheck(driver, changes, signal);
    await driver.tidy?.();
    return { restored: changes.map(({ place }) => place), left: [] };
  }
  const changes = wayBack(current, entry);
  if (changes.length > 0 && driver.outlivesMs > 0) {
    // Should we be killed now, what we have started goes on as well: macOS turns a proxy on whose address is put back.
    const own = { writing: true, changedAt: now(), process: ownMark(now()) };
    await journal.put(driver.id, { ...entry, ...own }).catch(() => undefined);
  }
  await writeAndCheck(driver, changes, signal);
  await outlast(driver, entry, { now, signal });
  await driver.tidy?.();
  await journal.remove(driver.id);
  const left = entry.ours.filter((own) => !isOurs(own, current) && !isBefore(own, current, entry.before));
  return {
    restored: changes.map(({ place }) => place),
    left: left.map(({ place }) => place),
  };
}

type Own = JournalEntry['ours'][number];
const isOurs = ({ place, values }: Own, current: Values) => values.includes(current[place] ?? null);
const isBefore = ({ place }: Own, current: Values, before: Values) =>
  (current[place] ?? null) === (before[place] ?? null);

/** Switches first, then what they turned on; nothing that is not ours any more. */
function wayBack(current: Values, { before, ours }: JournalEntry): Change[] {
  const isTaken = (group: string) =>
    ours.some(
      (own) =>
        own.group === group &&
        own.role === 'value' &&
        !isOurs(own, current) &&
        !isBefore(own, current, before),
    );
  return [...ours]
    .reverse()
    .filter((own) => isOurs(own, current) && !isBefore(own, current, before))
    .filter(({ role, group }) => role === 'value' || !isTaken(group))
    .map(({ place, group, role }) => ({ place, group, role, value: before[place] ?? null }));
}

const LOOK_AGAIN_MS = 250;

/**
 * A program that was writing for a killed run goes on: until it must have ended, looks again and puts back again. Programs
 * of this run have ended.
 */
async function outlast(
  driver: SettingsDriver,
  entry: JournalEntry,
  { now, signal }: Omit<UndoOptions, 'journal'>,
): Promise<void> {
  if (entry.writing !== true || entry.process.id === process.pid) return;
  const isTime = () => now() >= entry.changedAt && now() < entry.changedAt + driver.outlivesMs;
  while (isTime()) {
    await setTimeout(LOOK_AGAIN_MS, undefined, { signal });
    await writeAndCheck(driver, wayBack(await driver.read(signal), entry), signal);
  }
}

async function writeAndCheck(
  driver: SettingsDriver,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<void> {
  if (changes.length === 0) return;
  await driver.write(changes, signal);
  const kept = await driver.read(signal);
  const lost = changes.find(({ place, value }) => (kept[place] ?? null) !== value);
  if (lost !== undefined) throw new SettingsError('not-kept', `${lost.place} was not put back`);
}

/**
 * What the person had: the record, but for places they have changed since; never a setting of our own that an earlier run
 * left behind.
 */
export function beforeUs(driver: SettingsDriver, current: Values, known: JournalEntry | undefined): Values {
  if (known !== undefined) {
    const taken = known.ours.filter((own) => !isOurs(own, current));
    return {
      ...current,
      ...known.before,
      ...pick(
        current,
        taken.map(({ place }) => place),
      ),
    };
  }
  const own = driver.disown(current);
  return { ...current, ...Object.fromEntries(own.map(({ place, value }) => [place, value])) };
}

function pick(values: Values, places: readonly string[]): Values {
  return Object.fromEntries(places.map((place) => [place, values[place] ?? null]));
}
