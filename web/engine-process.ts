// First: what is set here must be there before anything else is loaded.
import '../core/environment.ts';

import { homedir } from 'node:os';
import {
  createHost,
  footbridgeHome,
  nodeCommand,
  openApps,
  openComputer,
  openKeyring,
  systemClock,
  systemRandom,
} from '../core/engine.ts';
import { parentPort, runEngineProcess } from '../core/link.ts';
import { places } from './places.ts';

// A terminal's Ctrl-C reaches us as well; the end is our parent's to say, so that everything is closed in order.
for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, () => undefined);

const home = footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() });
const { program, resourceFolders } = places(__dirname, process.env);

void runEngineProcess(parentPort(), () =>
  createHost({
    home,
    computer: openComputer(home, nodeCommand(process.execPath, program), systemClock.now),
    apps: openApps(),
    keyring: openKeyring(),
    resourceFolders,
    clock: systemClock,
    random: systemRandom,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }),
).then(() => process.exit(0));
