import type { Readable } from 'node:stream';
import { type Apps, createApps } from '../system/apps/apps.ts';
import { appDrivers } from '../system/apps/settings.ts';
import { filesHere } from '../system/apps/surroundings.ts';
import { type Computer, createComputer, RESTORER } from '../system/computer.ts';
import { guard } from '../system/guardian/guard.ts';
import { WATCHING } from '../system/guardian/guardian.ts';
import { loginEntries } from '../system/login/entries.ts';
import { proxyDrivers } from '../system/proxy/drivers.ts';
import { openJournal } from '../system/settings/journal.ts';
import type { Restored } from '../system/settings/restore.ts';
import { createStart } from '../system/start-program.ts';
import { here } from './here.ts';

/** Milliseconds that taking the restorer out of the login entries may take. */
const ENTRY_MS = 10_000;

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

/** This computer's settings, as the given FOOTBRIDGE_HOME records them. */
export function openComputer(
  home: string,
  { guard: [command, ...args], restore }: OwnCommand,
  now: () => number,
): Computer {
  return createComputer({
    home,
    drivers: proxyDrivers(here()),
    appDrivers: (program) => appDrivers({ ...here(), program }),
    entries: loginEntries(here()),
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
 * The guardian's whole life: says that it watches, waits for the lifeline to end, and puts back what is still changed.
 * What ends a terminal does not end it.
 */
export async function runGuardian(
  home: string,
  lifeline: Readable,
  say: (text: string) => void,
  now: () => number,
): Promise<Restored> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  say(WATCHING);
  const drivers = [...proxyDrivers(here()), ...appDrivers(here())];
  const restored = await guard({ lifeline, drivers, journal: openJournal(home, now) });
  // Where its holder ended in good order there is nothing to do, and the next one may be entering it.
  if (restored.restored > 0 && restored.failed.length === 0)
    await loginEntries(here()).remove(RESTORER, AbortSignal.timeout(ENTRY_MS));
  return restored;
}
