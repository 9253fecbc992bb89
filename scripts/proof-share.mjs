// `npm run proof:share`: fifty phones with a dozen connections each, a stranger who scans every port, and another network.
import { build } from './build.mjs';
import { runBundle } from './run-bundle.mjs';
import { installTestPackages } from './setup.mjs';

await runBundle({
  folder: 'bench',
  entryPoints: { share: 'scripts/proof-share.ts' },
  main: 'share',
  options: process.argv.slice(2),
  async prepare() {
    await build();
    installTestPackages();
  },
});
