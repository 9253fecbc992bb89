// `npm run proof:report`: exports a history of 10,000 verdicts, and says how long it took and how much memory it needed.
import { runBundle } from './run-bundle.mjs';

await runBundle({
  folder: 'bench',
  entryPoints: { report: 'scripts/proof-report.ts' },
  main: 'report',
  options: process.argv.slice(2),
});
