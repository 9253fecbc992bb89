import type { Readable } from 'node:stream';
import { KEEPER_VARIABLE, keepEngine } from '../sidecars/keeper.ts';
import { type Apps, createApps } from '../system/apps/apps.ts';
import { appDrivers } from '../system/apps/settings.ts';
import { filesHere } from '../system/apps/surroundings.ts';
import { type Computer, createComputer } from '../system/computer.ts';
import { guard } from '../system/guardian/guard.ts';
import { WATCHING } from '../system/guardian/guardian.ts';
import { systemKeyring } from '../system/keyring/system-keyring.ts';
import { loginEntries } from '../system/login/entries.ts';
import { proxyDrivers, proxyReaders } from '../system/proxy/drivers.ts';
import { proxyOfEnvironment } from '../system/proxy/environment.ts';
import { runProgram } from '../system/run.ts';
import { openJournal } from '../system/settings/journal.ts';
import type { Restored } from '../system/settings/restore.ts';
import { createStart } from '../system/start-program.ts';
import { here } from './here.ts';

/** Where this computer keeps secrets, for every shell the same; null where it has no such place. */
export const openKeyring = () =>
  systemKeyring({ platform: process.platform, env: process.env, run: runProgram });

type CommandLine = readonly [program: string, ...args: string[]];

/** How a shell has itself started again. */
export interface OwnCommand {
  /** To watch over it: what runs `runGuardian`. */
  readonly guard: CommandLine;
  /** To put everything back and end, at the next login. */
  readonly restore: CommandLine;
}

/** How a program that runs on plain Node has itself started again, by the command line's bundle. */
export function nodeCommand(node: string, bundle: string): OwnCommand {
  return { guard: [node, bundle, 'guard'], restore: [node, bundle, 'restore'] };
}

/** Where settings are kept and how; other than `here` for tests alone. */
type Surroundings = Parameters<typeof proxyDrivers>[0];

/** This computer's settings, as the given FOOTBRIDGE_HOME records them. */
export function openComputer(
  home: string,
  { guard: [command, ...args], restore }: OwnCommand,
  now: () => number,
  surroundings: Surroundings = here(),
): Computer {
  return createComputer({
    home,
    drivers: proxyDrivers(surroundings),
    readers: proxyReaders(surroundings),
    ...(surroundings.platform === 'linux' && { environment: () => proxyOfEnvironment(surroundings.env) }),
    appDrivers: (program) => appDrivers({ ...surroundings, ...(program === undefined ? {} : { program }) }),
    entries: loginEntries(surroundings),
    guardian: { command, args, env: process.env },
    restorer: restore,
    now,
  });
}

/** The apps of this computer. */
export function openApps(): Apps {
  return createApps({ ...here(), files: filesHere, start: createStart(process.env) });
}

/**
 * The guardian's whole life: says that it watches, waits for the lifeline to end, and puts back what is still changed; null
 * where nothing was. What ends a terminal does not end it. Where its environment says so it keeps an engine of others instead.
 */
export async function runGuardian(
  home: string,
  lifeline: Readable,
  say: (text: string) => void,
  now: () => number,
  surroundings: Surroundings = here(),
): Promise<Restored | null> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  if (process.env[KEEPER_VARIABLE] !== undefined) {
    await keepEngine(lifeline, say);
    return null;
  }
  say(WATCHING);
  return guard({
    lifeline,
    home,
    drivers: [...proxyDrivers(surroundings), ...appDrivers(surroundings)],
    entries: loginEntries(surroundings),
    journal: openJournal(home, now),
    now,
  });
}
