import { createReadStream, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { footbridgeHome, nodeCommand, openComputer, runGuardian, systemClock } from '../core/guardian.ts';
import { dutyOf } from './duty.ts';

/** Milliseconds that putting back may take at login. */
const RESTORE_MS = 60_000;

const home = footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() });

/** The program without its window: watches over this computer's settings, or puts them back. */
async function serve(): Promise<void> {
  // By their numbers: on Windows, Electron's own `process.stdin` ends at once.
  if (dutyOf(process.argv) === 'guard')
    await runGuardian(home, createReadStream('', { fd: 0 }), (text) => writeSync(1, text), systemClock.now);
  // Putting back starts nothing, so that how we are started does not matter.
  else
    await openComputer(home, nodeCommand(process.execPath, ''), systemClock.now).restore(
      AbortSignal.timeout(RESTORE_MS),
    );
}

void serve().then(
  () => process.exit(0),
  () => process.exit(1),
);
