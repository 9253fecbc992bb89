// First: what is set here must be there before anything else is loaded.
import '../core/environment.ts';

import { homedir } from 'node:os';
import { createHost, footbridgeHome, systemClock, systemRandom } from '../core/engine.ts';
import { runEngineProcess } from '../core/link.ts';
import { utilityPort } from './utility-port.ts';

/** Arguments are the folders of data files: the main process knows where it was installed. */
const resourceFolders = process.argv.slice(2);

void runEngineProcess(utilityPort(process.parentPort), () =>
  createHost({
    home: footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() }),
    resourceFolders,
    clock: systemClock,
    random: systemRandom,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }),
).then(() => process.exit(0));
