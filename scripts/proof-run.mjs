// `npm run proof:NAME [-- options]`: runs one proof of bench/, and the door it may open.
import { runBundle } from './run-bundle.mjs';

const [name, ...options] = process.argv.slice(2);

await runBundle({
  folder: 'bench',
  entryPoints: { [name]: `bench/${name}/main.ts`, door: 'scripts/proof-door.ts' },
  main: name,
  options,
});
