import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import { type Computer, createComputer } from '../system/computer.ts';
import { guard } from '../system/guardian/guard.ts';
import { WATCHING } from '../system/guardian/guardian.ts';
import { loginEntries } from '../system/login/entries.ts';
import { proxyDrivers } from '../system/proxy/drivers.ts';
import { runProgram } from '../system/run.ts';
import { openJournal } from '../system/settings/journal.ts';
import type { Restored } from '../system/settings/restore.ts';

/** How a shell has itself started again with one more word: the program, its arguments, and `guard` or `restore` behind. */
export type OwnCommand = readonly [program: string, ...args: string[]];

const here = () => ({
  run: runProgram,
  env: process.env,
  platform: process.platform,
  homedir: homedir(),
});

/** This computer's settings, as the given FOOTBRIDGE_HOME records them. */
export function openComputer(home: string, [program, ...args]: OwnCommand, now: () => number): Computer {
  return createComputer({
    home,
    drivers: proxyDrivers(here()),
    entries: loginEntries(here()),
    guardian: { command: program, args: [...args, 'guard'], env: process.env },
    restorer: [program, ...args, 'restore'],
    now,
  });
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
  return guard({ lifeline, drivers: proxyDrivers(here()), journal: openJournal(home, now) });
}
