// `npm run dist:portable [-- --only linux-x64,windows-x64] [--out FOLDER]`: the folders that need no installing, Node inside.
import { buildWeb } from './build.mjs';
import { buildRenderer } from './build-renderer.mjs';
import { fetchNodePackages } from './node-packages.mjs';
import { runBundle } from './run-bundle.mjs';

const options = process.argv.slice(2);
const only = options[options.indexOf('--only') + 1];

await runBundle({
  folder: 'portable',
  entryPoints: { main: 'packaging/portable/main.ts' },
  main: 'main',
  options,
  async prepare() {
    fetchNodePackages(options.includes('--only') ? only : undefined);
    await Promise.all([buildWeb(), buildRenderer()]);
  },
});
