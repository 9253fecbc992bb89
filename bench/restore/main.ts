import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineLine, projectRoot, table, tell } from '../page.ts';
import { ACCIDENTS, type Accident } from './accidents.ts';
import { fullDisk, readOnlyHome } from './disks.ts';
import { gnome } from './gnome.ts';
import { twoInstances } from './instances.ts';
import { kde } from './kde.ts';
import type { Tools } from './lives.ts';
import { macos, windows } from './models.ts';
import { measureNets, netRow } from './nets.ts';
import { matrix, type Result, sum } from './report.ts';
import type { Platform } from './world.ts';

const { values } = parseArgs({
  options: { system: { type: 'string', multiple: true }, accident: { type: 'string', multiple: true } },
});
const isWanted = (name: string, wanted: readonly string[] | undefined) =>
  wanted === undefined || wanted.some((part) => name.toLowerCase().includes(part.toLowerCase()));

const tools: Tools = {
  life: join(projectRoot(), '.cache', 'bench', 'life.mjs'),
  cli: join(projectRoot(), 'dist', 'footbridge.cjs'),
};
const platforms = [kde, gnome, macos, windows].filter(({ name }) => isWanted(name, values.system));
const accidents = [...ACCIDENTS, twoInstances, fullDisk, readOnlyHome].filter(({ name }) =>
  isWanted(name, values.accident),
);

const AT_ONCE = 3;

async function prove(platform: Platform, accident: Accident): Promise<Result> {
  const result: Result = { accident: accident.name, platform: platform.name, cases: 0, stranded: [] };
  await accident.run({ platform, tools, tally: result });
  process.stdout.write(`${platform.name}: ${accident.name}: ${sum([result])}\n`);
  for (const one of result.stranded) process.stdout.write(`    ${one}\n`);
  return result;
}

/** A few at a time: most of them wait for something. In the order in which they were asked for. */
async function proveAll(): Promise<readonly Result[]> {
  const tasks = accidents.flatMap((accident) => platforms.map((platform) => ({ platform, accident })));
  const results: Result[] = [];
  const next = tasks.entries();
  const worker = async () => {
    for (const [at, { platform, accident }] of next) results[at] = await prove(platform, accident);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

async function main(): Promise<number> {
  const machine = machineLine();
  const since = performance.now();
  const results = await proveAll();
  const minutes = Math.ceil((performance.now() - since) / 60_000);
  // Alone: other cases would be in what is measured.
  const measured = [];
  for (const platform of platforms) measured.push(await measureNets(platform, tools));
  const text = `${machine}
**${sum(results)}**, in ${minutes} minutes.

${matrix(results)}

Milliseconds after the engine's death until the guardian had put everything back:

${table([['engine ended by', 'tries', 'median', 'worst'], ...measured.flatMap(({ nets }) => nets.map(netRow))])}

${measured
  .flatMap(({ skipped }) => skipped)
  .map((line) => `Skipped: ${line}.`)
  .join('\n')}`;
  tell('restore', text, { isFull: values.system === undefined && values.accident === undefined });
  process.stdout.write(`${sum(results)}\n`);
  return results.every(({ stranded }) => stranded.length === 0) ? 0 : 1;
}

/** Disks of its own are mounted where nobody else sees them: once more, in a mount namespace. */
async function inNamespace(): Promise<number> {
  const who = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const namespace = ['unshare', ...who, '--mount', '--propagation', 'private', '--'];
  const { status } = spawnSync(
    namespace[0] ?? '',
    [...namespace.slice(1), process.execPath, ...process.argv.slice(1)],
    { stdio: 'inherit', env: { ...process.env, FOOTBRIDGE_NAMESPACE: '1' } },
  );
  return status ?? 1;
}

process.exitCode = process.env.FOOTBRIDGE_NAMESPACE === '1' ? await main() : await inNamespace();
