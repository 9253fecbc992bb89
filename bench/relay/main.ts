import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { output } from '../children.ts';
import { machineLine, projectRoot, tell } from '../page.ts';
import { type Contender, startContenders } from './contenders.ts';
import { LOADS, type LoadName, type Measured, measure } from './measure.ts';
import { disturbed, reportTable, type Samples, timesAsCheap } from './report.ts';

const ROUNDS = 5;
const MILLISECONDS = 700;
/**
 * So many times the processor time of ours plain `pipe` must take for a byte. Not how many times as fast we are: load
 * and server share one core, which is busy to its limit before our relay is.
 */
const LEAST_GAIN = 2.5;
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

/** The smaller of our two gains over plain `pipe`; NaN where others disturbed all samples of one load. */
function judge([, relay, , pipe]: readonly Samples[]): { readonly gain: number; readonly judgement: string } {
  const over = (load: LoadName) => (relay && pipe ? timesAsCheap(relay, pipe, load) : Number.NaN);
  const [down, up] = [over('down 1'), over('up 1')];
  const gain = Math.min(down, up);
  if (Number.isNaN(gain)) return { gain, judgement: 'The machine was too busy with others to tell.' };
  const judgement = `A byte takes ${down.toFixed(1)} times as much processor time through plain \`pipe\` as through Footbridge with one stream down,
${up.toFixed(1)} times with one up (at least ${LEAST_GAIN}: ${gain >= LEAST_GAIN ? 'holds' : '**does not hold**'}).`;
  return { gain, judgement };
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
  const { gain, judgement } = judge(all);
  const text = `${machine}
One core for the proxy, the other for load and server; ${rounds} interleaved rounds of ${milliseconds / 1000} s, medians. Samples in which
others used more than a fifth of a core were taken again; ${disturbed(all)} stayed so and do not count.

${reportTable(all)}

${judgement}`;
  tell('relay', text, { isFull: !Number.isNaN(gain) && rounds >= ROUNDS && milliseconds >= MILLISECONDS });
  return gain >= LEAST_GAIN ? 0 : 1;
}

process.exitCode = await main();
