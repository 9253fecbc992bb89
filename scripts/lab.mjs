// `npm run lab`: installs what the lab needs where that is possible, builds the command line unless FOOTBRIDGE_BIN names
// one, and runs the lab.
import { build } from './build.mjs';
import { runBundle } from './run-bundle.mjs';
import { installTestPackages } from './setup.mjs';

await runBundle({
  folder: 'lab',
  entryPoints: { main: 'lab/main.ts' },
  main: 'main',
  options: process.argv.slice(2),
  async prepare() {
    if (process.env.FOOTBRIDGE_BIN === undefined) await build();
    installTestPackages();
  },
});
