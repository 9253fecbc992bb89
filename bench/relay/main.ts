import { parseArgs } from 'node:util';
import { machineLine, tell } from '../page.ts';
import { built, whyNotHere } from '../programs.ts';
import { type Contender, startContenders } from './contenders.ts';
import { judge } from './judge.ts';
import { LOAD_NAMES, type LoadName, type Measured, measure } from './measure.ts';
import { disturbed, reportTable, type Samples } from './report.ts';

const ROUNDS = 5;
const MILLISECONDS = 600;

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
    for (const name of LOAD_NAMES) {
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

async function main(): Promise<number> {
  const reason = whyNotHere(['gcc', 'taskset', 'microsocks']);
  if (reason !== undefined) {
    process.stdout.write(`skipped: proof relay: ${reason}\n`);
    return 0;
  }
  const machine = machineLine();
  const [load, copy] = [await built('load'), await built('copy')];
  const contenders = await startContenders(['taskset', '-c', '0'], copy);
  const all = await compare(contenders, ['taskset', '-c', '1', load]).finally(() =>
    Promise.all(contenders.map((contender) => contender.stop())),
  );
  const { holds, sentence } = judge(all);
  const text = `${machine}
One core for the proxy, the other for load and server; ${rounds} interleaved rounds of ${milliseconds / 1000} s, medians. Samples in which
others used more than a fifth of a core were taken again; ${disturbed(all)} stayed so and do not count.

${reportTable(all)}

${sentence}`;
  tell('relay', text, { isFull: holds !== undefined && rounds >= ROUNDS && milliseconds >= MILLISECONDS });
  return holds ? 0 : 1;
}

process.exitCode = await main();
