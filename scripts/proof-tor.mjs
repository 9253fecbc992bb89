// `npm run proof:tor`: Tor as a child of ours in a private Tor network on loopback. Wants Debian's tor and obfs4proxy; tries webtunnel where
// webtunnel-server and lyrebird are on PATH.
import { runBundle } from './run-bundle.mjs';

await runBundle({
  folder: 'bench',
  entryPoints: { tor: 'scripts/proof-tor.ts', 'sidecar-life': 'core/testing/sidecar-life.ts' },
  main: 'tor',
  options: process.argv.slice(2),
});
