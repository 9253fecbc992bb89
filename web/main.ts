// First: what is set here must be there before anything else is loaded.
import '../core/environment.ts';

import { homedir } from 'node:os';
import { createFileOnce, footbridgeHome, systemClock, systemRandom } from '../core/engine.ts';
import { interruption, isProcessAlive, killProcess } from '../core/shell-kit.ts';
import { readOptions } from './options.ts';
import { createUserCheck } from './peer-user.ts';
import { places } from './places.ts';
import { runWebShell } from './shell.ts';
import { systemHere } from './system-here.ts';

declare const FOOTBRIDGE_VERSION: string;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stderr.write('The window takes --port N (0 to 65535) and --no-open.\n');
    return 2;
  }
  try {
    await runWebShell({
      ...options,
      version: FOOTBRIDGE_VERSION,
      home: footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() }),
      places: places(__dirname, process.env),
      system: systemHere(),
      clock: systemClock,
      random: systemRandom,
      nodeLanguage: Intl.DateTimeFormat().resolvedOptions().locale,
      isAlive: isProcessAlive,
      kill: killProcess,
      createOnce: createFileOnce,
      mayEnter: createUserCheck({
        user: process.getuid?.() ?? null,
        sudoUser: Number(process.env.SUDO_UID) || null,
      }),
      interrupted: interruption(),
      say: (line) => void process.stdout.write(`${line}\n`),
    });
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

// A reader that goes away is no error.
process.stdout.on('error', () => undefined);
void main().then((code) => process.exit(code));
