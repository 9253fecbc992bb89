import { setTimeout } from 'node:timers/promises';
import type { GuardianCommand } from './guardian/guardian.ts';
import { createWatch } from './guardian/watch.ts';
import { type LoginEntry, RESTORER } from './login/entry.ts';
import { isAlive, ownMark } from './process.ts';
import { changeAll, changeFirst } from './settings/all.ts';
import type { ChangeOptions } from './settings/change.ts';
import {
  type PreviousProxy,
  type ProxySettings,
  type SettingsDriver,
  SettingsError,
} from './settings/driver.ts';
import { type Journal, type JournalEntry, openJournal } from './settings/journal.ts';
import { previousProxy } from './settings/previous.ts';
import { type Places, type Restored, restoreHome } from './settings/restore.ts';
import { keepRoom } from './settings/room.ts';
import { inTurn, PATIENCE_MS } from './settings/turns.ts';

export interface ComputerOptions extends Places {
  /** Quicker ones of the same settings, for reading alone. */
  readonly readers?: readonly SettingsDriver[];
  /** The proxy that this system's environment names for programs. */
  readonly environment?: () => PreviousProxy;
  /** Where a program has settings of its own, gentlest first; without one: those of any, to put them back. */
  readonly appDrivers: (program?: string) => readonly SettingsDriver[];
  /** How the guardian is started. */
  readonly guardian: GuardianCommand;
  /** What is to run at the next login, should nothing else have put things back by then: `footbridge restore`. */
  readonly restorer: LoginEntry['command'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The computer's settings in our hands: what is changed is watched over and always put back. */
export interface Computer {
  /** How a process is started that keeps an engine of others beside us. */
  readonly keeper?: GuardianCommand;
  /**
   * Starts the guardian, enters the restorer, then changes the settings. Resolves to the drivers that changed something;
   * rejects with SettingsError, and then nothing is changed.
   */
  change(settings: ProxySettings, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * The same for the settings of one program: the first place that lets us is enough. Rejects with SettingsError, and then
   * what was changed before stays changed, and watched over.
   */
  leadApp(program: string, settings: ProxySettings, signal: AbortSignal): Promise<void>;
  /** Puts everything back and ends the watch. Never rejects but with the signal's reason. */
  restore(signal: AbortSignal): Promise<Restored>;
  /** Whether this system keeps its settings where we can change them. Rejects only with the signal's reason. */
  isAvailable(signal: AbortSignal): Promise<boolean>;
  /** How apps found a proxy before us. Rejects with SettingsError. */
  previous(signal: AbortSignal): Promise<PreviousProxy>;
  /**
   * The proxy that this network wants what goes out to pass: as the settings named it before us, else as the environment
   * does. Rejects with SettingsError.
   */
  networkProxy(signal: AbortSignal): Promise<PreviousProxy>;
  /**
   * At the start: puts back what a run left behind that was killed. Whoever calls it is the one Footbridge of its home; shells
   * see to that (`claimInstance`), since an id in the journal may be another program's by now.
   */
  recover(signal: AbortSignal): Promise<Restored>;
}

/** Puts the parts together; nothing is read or changed yet. */
export function createComputer(options: ComputerOptions): Computer {
  const { home, drivers, entries, now } = options;
  const journal = openJournal(home, now);
  const watch = createWatch({
    command: options.guardian,
    now,
    onLost: () => void watchAgain().catch(() => undefined),
  });

  /** A guardian in the place of one that was killed. */
  async function watchAgain(): Promise<void> {
    await inTurn(home, { now, signal: AbortSignal.timeout(UNDO_MS) }, async () => {
      const isOurs = ({ process: { id } }: JournalEntry) => id === process.pid;
      const ours = Object.entries(await journal.read()).filter(([, entry]) => isOurs(entry));
      if (ours.length === 0) return;
      const guardian = await watch.begin();
      for (const [driver, entry] of ours) await journal.put(driver, { ...entry, guardian });
    });
  }

  /** Has everything put back by others, whatever happens to us from now on. */
  async function watched(signal: AbortSignal): Promise<ChangeOptions> {
    const guardian = await watch.begin().catch((error: unknown) => {
      throw new SettingsError('no-tool', 'nobody would put things back', { cause: error });
    });
    await keepRoom(home);
    await entries.add({ id: RESTORER, title: 'Footbridge', command: options.restorer }, signal);
    return { journal, now, process: ownMark(now()), guardian, signal };
  }

  async function change(settings: ProxySettings, signal: AbortSignal): Promise<readonly string[]> {
    try {
      return await changeAll(drivers, settings, await watched(signal));
    } catch (error) {
      await putBack(AbortSignal.timeout(UNDO_MS)).catch(() => undefined);
      throw error;
    }
  }

  async function leadApp(program: string, settings: ProxySettings, signal: AbortSignal): Promise<void> {
    try {
      await changeFirst(options.appDrivers(program), settings, await watched(signal));
    } catch (error) {
      const isAllBack = Object.keys(await journal.read()).length === 0;
      if (isAllBack) await putBack(AbortSignal.timeout(UNDO_MS)).catch(() => undefined);
      throw error;
    }
  }

  async function putBack(signal: AbortSignal): Promise<Restored> {
    const places = { ...options, drivers: [...drivers, ...options.appDrivers()] };
    const restored = await restoreHome(places, { journal, now, signal });
    watch.end();
    return restored;
  }

  const restore = (signal: AbortSignal) =>
    inTurn(home, { now, signal, patienceMs: PATIENCE_MS }, () => putBack(signal));
  return {
    keeper: options.guardian,
    change: (settings, signal) => inTurn(home, { now, signal }, () => change(settings, signal)),
    leadApp: (program, settings, signal) =>
      inTurn(home, { now, signal }, () => leadApp(program, settings, signal)),
    restore,
    async isAvailable(signal) {
      for (const driver of drivers) if (await driver.isHere(signal)) return true;
      return false;
    },
    previous: (signal) => previousProxy(drivers, journal, signal),
    async networkProxy(signal) {
      const named = await previousProxy(options.readers ?? drivers, journal, signal);
      return named.kind === 'none' && options.environment ? options.environment() : named;
    },
    async recover(signal) {
      await guardianAtWork(journal, now, signal);
      return restore(signal);
    },
  };
}

/** Milliseconds that putting back may take after a change that failed. */
const UNDO_MS = 20_000;

/** How long the guardian of a killed run is given: it is nearly done when the next engine looks. */
const GUARDIAN_MS = 5000;
const LOOK_MS = 50;

/** Waits while the guardian of a killed run puts things back; it forgets the record as the last thing. */
async function guardianAtWork(journal: Journal, now: () => number, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < GUARDIAN_MS; waited += LOOK_MS) {
    const marks = Object.values(await journal.read()).flatMap(({ guardian }) => guardian ?? []);
    const alive = await Promise.all(marks.map((mark) => isAlive(mark, now())));
    if (!alive.includes(true)) return;
    await setTimeout(LOOK_MS, undefined, { signal });
  }
}
