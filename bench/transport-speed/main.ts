import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineLine, projectRoot, withSection } from '../page.ts';
import { built, whyNotHere } from '../programs.ts';
import { LOADS, type LoadName, measure, mostMemory, type Sample } from './measure.ts';
import { type Pair, startPair } from './pairs.ts';
import { type Compared, disturbed, promises, speedTable } from './report.ts';
import { makeCertificate, rivals } from './servers.ts';

const ROUNDS = 5;
const MILLISECONDS = 600;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: String(ROUNDS) },
    ms: { type: 'string', default: String(MILLISECONDS) },
    only: { type: 'string', default: '' },
  },
});
const [rounds, milliseconds] = [Number(values.rounds), Number(values.ms)];

/** Runs all loads through all, ours and theirs in turn, so that what changes with time befalls both alike. */
async function compare(pairs: readonly Pair[], load: readonly string[]): Promise<readonly Compared[]> {
  const all = pairs.map((pair) => ({
    pair,
    ours: new Map<LoadName, Sample[]>(),
    theirs: new Map<LoadName, Sample[]>(),
  }));
  for (let round = 1; round <= rounds; round++) {
    for (const name of Object.keys(LOADS)) {
      if (name !== 'down 1' && name !== 'down 8' && name !== 'up 1') continue;
      for (const { pair, ours, theirs } of all) {
        for (const [contender, samples] of [[pair.ours, ours] as const, [pair.theirs, theirs] as const]) {
          const sample = await measure(contender, pair.server, name, { load, milliseconds });
          samples.set(name, [...(samples.get(name) ?? []), sample]);
        }
      }
    }
    process.stdout.write(`round ${round} of ${rounds} is done\n`);
  }
  return all.map(({ pair, ours, theirs }) => ({
    ...{ name: pair.name, rival: pair.rival, ours, theirs },
    memory: { ours: mostMemory(pair.ours.pid), theirs: mostMemory(pair.theirs.pid) },
  }));
}

/** Why it cannot be run here; undefined when it can. */
function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'OpenSSH lets others in only when root started it';
  return whyNotHere(['gcc', 'taskset', 'ss-server', 'ss-local', 'v2ray', 'ssh', 'unshare', 'openssl']);
}

async function main(): Promise<number> {
  const reason = whyNot();
  if (reason !== undefined) {
    process.stdout.write(`skipped: bench transports: ${reason}\n`);
    return 0;
  }
  const machine = machineLine();
  const load = ['taskset', '-c', '1', await built('load')];
  const cores = { client: ['taskset', '-c', '0'], server: ['taskset', '-c', '1'] };
  const certificate = makeCertificate();
  const pairs: Pair[] = [];
  try {
    for (const rival of rivals(certificate))
      if (rival.name.includes(values.only)) pairs.push(await startPair(rival, cores, certificate));
    const all = await compare(pairs, load);
    const { holds, text } = promises(all);
    const page = `${machine}
One core for the client, the other for load, target and server; ${rounds} interleaved rounds of ${milliseconds / 1000} s, medians; others had a hand in
${disturbed(all)} samples, which count only where there are no others.

${speedTable(all)}

${text}`;
    process.stdout.write(`\n${page}\n\n`);
    if (rounds >= ROUNDS && milliseconds >= MILLISECONDS && values.only === '') {
      const file = join(projectRoot(), 'docs', 'bench-transports.md');
      writeFileSync(file, withSection(readFileSync(file, 'utf8'), 'transport-speed', page));
    } else process.stdout.write('Not a full run: docs/bench-transports.md is left as it was.\n');
    return holds ? 0 : 1;
  } finally {
    await Promise.all(pairs.map((pair) => pair.stop()));
  }
}

process.exitCode = await main();
