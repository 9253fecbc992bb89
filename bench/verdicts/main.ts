import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { start } from '../children.ts';
import { machineLine, projectRoot, tell } from '../page.ts';
import { alarmLine, isWhole, problemLines, type Runs, readRuns, tallyTable } from './tally.ts';

const RUNS = 20;
/** Of each of the four networks without blocking, over each of the two lines: 200 in all. */
const OPEN_RUNS = 25;
/** What two processors carry without making the networks slower than they say: a run waits more than it computes. */
const LANES = 8;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: String(RUNS) },
    only: { type: 'string', multiple: true, default: [] },
    network: { type: 'string', multiple: true, default: ['usual', 'slow'] },
    lanes: { type: 'string', default: String(LANES) },
    /** Goes on where an earlier one was broken off. */
    resume: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const isFull = runs >= RUNS && values.only.length === 0 && values.network.length === 2;
const kept = join(projectRoot(), '.cache', 'verdicts', 'runs.jsonl');

function earlier(): Runs[] {
  if (!values.resume || !existsSync(kept)) return [];
  return readFileSync(kept, 'utf8')
    .split('\n')
    .flatMap((line) => readRuns(line) ?? []);
}

async function main(): Promise<number> {
  const machine = machineLine();
  const all = earlier();
  if (all.length === 0) rmSync(kept, { force: true });
  mkdirSync(dirname(kept), { recursive: true });
  const startedAt = performance.now();
  const lab = start(
    [
      ...[process.execPath, join(projectRoot(), 'scripts', 'lab.mjs'), ...values.only, '--check', '--json'],
      ...['--lanes', values.lanes, '--rounds', values.runs],
      ...['--open-rounds', String(runs >= RUNS ? Math.max(runs, OPEN_RUNS) : runs)],
      ...values.network.flatMap((line) => ['--line', line]),
      ...all.flatMap(({ scenario, line }) => ['--skip', `${scenario}/${line}`]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let isSkipped = false;
  if (lab.stdout) {
    for await (const line of createInterface({ input: lab.stdout })) {
      const one = readRuns(line);
      isSkipped ||= line.startsWith('skipped: ');
      if (one === undefined) process.stdout.write(`${line}\n`);
      else {
        all.push(one);
        appendFileSync(kept, `${line}\n`);
        const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
        process.stdout.write(
          `${minutes} min  ${one.whole === one.rounds.length ? 'ok  ' : 'FAIL'}  ${one.scenario}, ${one.line}: ${one.whole} of ${one.rounds.length}\n`,
        );
      }
    }
  }
  if (isSkipped && all.length === 0) return 0;
  const minutes = Math.ceil((performance.now() - startedAt) / 60_000);
  const text = `${machine}
\`check\` from an empty memory, ${runs} times a network and line (${Math.max(runs, OPEN_RUNS)} where nothing is blocked), ${values.lanes} networks side by
side, ${minutes} minutes. Runs in which every verdict was as it must be:

${tallyTable(all)}

${alarmLine(all)}

${problemLines(all)}`;
  tell('verdicts', text, { isFull });
  return isWhole(all) ? 0 : 1;
}

process.exitCode = await main();
