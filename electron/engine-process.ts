// First: what is set here must be there before anything else is loaded.
import '../core/environment.ts';

import { homedir } from 'node:os';
import {
  createHost,
  footbridgeHome,
  openApps,
  openComputer,
  openKeyring,
  systemClock,
  systemRandom,
} from '../core/engine.ts';
import { runEngineProcess } from '../core/link.ts';
import { readOwnCommand } from './own-command.ts';
import { utilityPort } from './utility-port.ts';

/** How we are started again, then the folders of data files: the main process knows where it was installed. */
const [own = '', ...resourceFolders] = process.argv.slice(2);
const home = footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() });

void runEngineProcess(utilityPort(process.parentPort), ({ findProxy }) =>
  createHost({
    home,
    findProxy,
    computer: openComputer(home, readOwnCommand(own), systemClock.now),
    apps: openApps(),
    keyring: openKeyring(),
    resourceFolders,
    clock: systemClock,
    random: systemRandom,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }),
).then(() => process.exit(0));
