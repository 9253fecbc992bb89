import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { output } from '../children.ts';
import { machineLine, projectRoot, tell } from '../page.ts';
import { type Contender, startContenders } from './contenders.ts';
import { LOADS, type LoadName, type Measured, measure } from './measure.ts';
import { disturbed, reportTable, type Samples, timesAsFast } from './report.ts';

const ROUNDS = 5;
const MILLISECONDS = 2000;
/** Reading into a reused buffer must at least be worth this, or the trouble it takes is not. */
const LEAST_GAIN = 1.5;
const NAMES = Object.keys(LOADS).filter((name): name is LoadName => name in LOADS);

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: String(ROUNDS) },
    ms: { type: 'string', default: String(MILLISECONDS) },
  },
});
const [rounds, milliseconds] = [Number(values.rounds), Number(values.ms)];

/** Runs all loads through all proxies, round by round, so that what changes with time befalls all alike. */
async function compare(
  contenders: readonly Contender[],
  load: readonly string[],
): Promise<readonly Samples[]> {
  const all = contenders.map(({ name }) => ({ name, of: new Map<LoadName, Measured[]>() }));
  for (let round = 1; round <= rounds; round++) {
    for (const name of NAMES) {
      for (const [i, contender] of contenders.entries()) {
        const sample = await measure(contender, name, { load, milliseconds });
        const of = all[i]?.of;
        of?.set(name, [...(of.get(name) ?? []), sample]);
      }
    }
    process.stdout.write(`round ${round} of ${rounds} is done\n`);
  }
  return all;
}

/** Why it cannot be run here; undefined when it can. */
function whyNot(): string | undefined {
  if (process.platform !== 'linux' || availableParallelism() < 2) return 'needs Linux and two cores';
  const isMissing = (program: string) => spawnSync('sh', ['-c', 'command -v "$0"', program]).status !== 0;
  const missing = ['gcc', 'taskset', 'microsocks'].filter(isMissing);
  return missing.length > 0 ? `${missing.join(', ')} not installed` : undefined;
}

async function main(): Promise<number> {
  const reason = whyNot();
  if (reason !== undefined) {
    process.stdout.write(`skipped: proof relay: ${reason}\n`);
    return 0;
  }
  const machine = machineLine();
  const load = join(projectRoot(), '.cache', 'bench', 'load');
  await output(['gcc', '-O2', '-pthread', '-o', load, join(projectRoot(), 'bench', 'relay', 'load.c')]);
  const contenders = await startContenders(['taskset', '-c', '0']);
  const all = await compare(contenders, ['taskset', '-c', '1', load]).finally(() =>
    Promise.all(contenders.map((contender) => contender.stop())),
  );
  const [, relay, streams] = all;
  const gain = relay && streams ? timesAsFast(relay, streams) : Number.NaN;
  const isClear = !Number.isNaN(gain);
  const judgement = isClear
    ? `With reused buffers one stream down is ${gain.toFixed(1)} times as fast as through Node’s streams, our fall-back
(at least ${LEAST_GAIN}: ${gain >= LEAST_GAIN ? 'holds' : '**does not hold**'}).`
    : 'The machine was too busy with others to tell.';
  const text = `${machine}
One core for the proxy, the other for load and server; ${rounds} interleaved rounds of ${milliseconds / 1000} s, medians. Samples in which
others used more than a fifth of a core were taken again; ${disturbed(all)} stayed so and do not count.

${reportTable(all)}

${judgement}`;
  tell('relay', text, { isFull: isClear && rounds >= ROUNDS && milliseconds >= MILLISECONDS });
  return gain >= LEAST_GAIN ? 0 : 1;
}

process.exitCode = await main();
