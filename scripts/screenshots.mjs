// Pictures of the gallery's scenes, for the eye:
// npm run screenshots -- [--only home] [--lang en,fa] [--theme light,dark] [--size 1100x760] [--text largest]
// All go to .cache/screens; with --docs, the chosen few in docs/screens are taken anew.
import { buildGallery } from './build-renderer.mjs';
import { runBundle } from './run-bundle.mjs';

await runBundle({
  folder: 'pictures',
  entryPoints: { pictures: 'e2e/pictures.ts' },
  main: 'pictures',
  options: process.argv.slice(2),
  prepare: buildGallery,
});
