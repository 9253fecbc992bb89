import { createReadStream, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { footbridgeHome, nodeCommand, openComputer, runGuardian, systemClock } from '../core/guardian.ts';
import { dutyOf } from './duty.ts';

/** Milliseconds that putting back may take at login. */
const RESTORE_MS = 60_000;

const home = footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() });

/** The program without its window: watches over this computer's settings, or puts them back; whether all of it worked. */
async function serve(): Promise<boolean> {
  // By their numbers: on Windows, Electron's own `process.stdin` ends at once.
  if (dutyOf(process.argv) === 'guard') {
    const lifeline = createReadStream('', { fd: 0 });
    const restored = await runGuardian(home, lifeline, (text) => writeSync(1, text), systemClock.now);
    return restored === null || restored.failed.length === 0;
  }
  // Putting back starts nothing, so that how we are started does not matter.
  const computer = openComputer(home, nodeCommand(process.execPath, ''), systemClock.now);
  return (await computer.restore(AbortSignal.timeout(RESTORE_MS))).failed.length === 0;
}

void serve().then(
  (isDone) => process.exit(isDone ? 0 : 1),
  () => process.exit(1),
);
