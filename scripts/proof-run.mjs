// `npm run proof:NAME [-- options]`: runs one proof of bench/, and the door it may open.
import { build } from './build.mjs';
import { runBundle } from './run-bundle.mjs';

const [name, ...options] = process.argv.slice(2);
/** What a proof starts beside itself. */
const beside = {
  relay: { pipe: 'bench/relay/pipe.ts' },
  restore: { life: 'core/testing/settings-life.ts' },
  'transport-speed': { 'transport-door': 'scripts/transport-door.ts' },
};
/** What it wants built. */
const prepare = { restore: build };

await runBundle({
  folder: 'bench',
  entryPoints: { [name]: `bench/${name}/main.ts`, door: 'scripts/proof-door.ts', ...beside[name] },
  main: name,
  options,
  prepare: prepare[name],
});
