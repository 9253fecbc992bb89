// What a shell's engine process does, for tests that start one: bundled by them, run by `fork`.
import '../environment.ts';

import { createHost, systemClock, systemRandom } from '../engine.ts';
import { parentPort, runEngineProcess } from '../link.ts';
import { NO_APPS, UNTOUCHED } from './untouched-computer.ts';

const [home = '', resources = ''] = process.argv.slice(2);

runEngineProcess(parentPort(), () =>
  createHost({
    home,
    computer: UNTOUCHED,
    apps: NO_APPS,
    resourceFolders: [resources],
    clock: systemClock,
    random: systemRandom,
    timeZone: 'UTC',
  }),
).then(
  () => process.exit(0),
  () => process.exit(1),
);
