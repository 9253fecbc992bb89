import { setTimeout } from 'node:timers/promises';
import { type GuardianCommand, type GuardianProcess, startGuardian } from './guardian/guardian.ts';
import type { LoginEntries, LoginEntry } from './login/entry.ts';
import { isAlive, ownMark } from './process.ts';
import { changeAll } from './settings/all.ts';
import {
  type PreviousProxy,
  type ProxySettings,
  type SettingsDriver,
  SettingsError,
} from './settings/driver.ts';
import { type Journal, openJournal } from './settings/journal.ts';
import { previousProxy } from './settings/previous.ts';
import { type Restored, restoreSettings } from './settings/restore.ts';

/** Names the program that puts everything back at the next login. */
export const RESTORER = 'footbridge-restore';

export interface ComputerOptions {
  /** FOOTBRIDGE_HOME. */
  readonly home: string;
  readonly drivers: readonly SettingsDriver[];
  /** Quicker ones of the same settings, for reading alone. */
  readonly readers?: readonly SettingsDriver[];
  /** The proxy that this system's environment names for programs. */
  readonly environment?: () => PreviousProxy;
  readonly entries: LoginEntries;
  /** How the guardian is started. */
  readonly guardian: GuardianCommand;
  /** What is to run at the next login, should nothing else have put things back by then: `footbridge restore`. */
  readonly restorer: LoginEntry['command'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The computer's settings in our hands: what is changed is watched over and always put back. */
export interface Computer {
  /**
   * Starts the guardian, enters the restorer, then changes the settings. Resolves to the drivers that changed something;
   * rejects with SettingsError, and then nothing is changed.
   */
  change(settings: ProxySettings, signal: AbortSignal): Promise<readonly string[]>;
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
  /** At the start: puts back what a run left behind that was killed; nothing while another Footbridge is at work. */
  recover(signal: AbortSignal): Promise<Restored | null>;
}

/** Puts the parts together; nothing is read or changed yet. */
export function createComputer(options: ComputerOptions): Computer {
  const { home, drivers, entries, now } = options;
  const journal = openJournal(home, now);
  let guardian: GuardianProcess | undefined;
  let guardianSince: number | undefined;

  async function restore(signal: AbortSignal): Promise<Restored> {
    const restored = await restoreSettings(drivers, journal, signal);
    guardian?.release();
    guardian = undefined;
    guardianSince = undefined;
    if (restored.failed.length === 0) await entries.remove(RESTORER, signal).catch(() => undefined);
    return restored;
  }

  return {
    async change(settings, signal) {
      guardian ??= await startGuardian(options.guardian).catch((error: unknown) => {
        throw new SettingsError('no-tool', 'nobody would put things back', { cause: error });
      });
      guardianSince ??= now();
      const marks = { process: ownMark(now()), guardian: { id: guardian.id, startedAt: guardianSince } };
      const entry = { id: RESTORER, title: 'Footbridge', command: options.restorer };
      try {
        await entries.add(entry, signal);
        return await changeAll(drivers, settings, { journal, now, ...marks, signal });
      } catch (error) {
        await restore(AbortSignal.timeout(UNDO_MS)).catch(() => undefined);
        throw error;
      }
    },
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
      if (await isSomebodyAtWork(journal, now())) return null;
      await guardianAtWork(journal, now, signal);
      return restore(signal);
    },
  };
}

/** Milliseconds that putting back may take after a change that failed. */
const UNDO_MS = 20_000;

/** How long the guardian of a killed run is given: two at the same places would undo what the second one does next. */
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

async function isSomebodyAtWork(journal: Journal, now: number): Promise<boolean> {
  const marks = Object.values(await journal.read()).map((entry) => entry.process);
  const alive = await Promise.all(marks.map((mark) => mark.id !== process.pid && isAlive(mark, now)));
  return alive.includes(true);
}
