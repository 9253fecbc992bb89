// `npm run portable:check`: the portable folder for this system, made twice and started, with the Node that runs this.
import { buildWeb } from './build.mjs';
import { buildRenderer } from './build-renderer.mjs';
import { runBundle } from './run-bundle.mjs';

await runBundle({
  folder: 'portable',
  entryPoints: { check: 'packaging/portable/check.ts' },
  main: 'check',
  options: [],
  prepare: () => Promise.all([buildWeb(), buildRenderer()]),
});
