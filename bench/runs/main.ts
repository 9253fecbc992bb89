import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../children.ts';
import { machineLine, projectRoot, tell } from '../page.ts';
import { gather, isWhole, problemLines, type Rounds, readRounds, tallyTable } from './tally.ts';

const SCENARIOS = ['sni-reset-stream', 'dns-sni-loss'];
const ROUNDS = 100;
/** Between batches there is something to see, and a lab that breaks costs only its batch. */
const BATCH = 10;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: String(ROUNDS) } } });
const rounds = Number(values.rounds);

async function main(): Promise<number> {
  const machine = machineLine();
  const lab = [
    process.execPath,
    join(projectRoot(), 'scripts', 'lab.mjs'),
    ...SCENARIOS,
    '--json',
    '--rounds',
  ];
  const batches: Rounds[] = [];
  for (let left = rounds; left > 0; left -= BATCH) {
    const { out, err } = await run([...lab, String(Math.min(BATCH, left))]);
    const batch = readRounds(out);
    if (batch.length === 0) {
      process.stdout.write(`${out}${err}`);
      return out.includes('skipped: ') ? 0 : 1;
    }
    batches.push(...batch);
    process.stdout.write(`${tallyTable(gather(batches))}\n\n`);
  }
  const all = gather(batches);
  const text = `${machine}
\`connect\` from an empty memory, ${rounds} times a scenario, with a round trip of 60 ms.

${tallyTable(all)}

${problemLines(all)}`;
  tell('runs', text, { isFull: rounds >= ROUNDS });
  return isWhole(all) ? 0 : 1;
}

process.exitCode = await main();
