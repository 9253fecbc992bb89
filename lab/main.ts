import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LabArguments, parseLabArguments } from './arguments.ts';
import { Laboratory } from './laboratory.ts';
import { type Job, runJobs } from './lanes.ts';
import { type DistinctNetwork, distinctNetworks, isOpenNetwork } from './measuring.ts';
import { enterUserNamespace, whyNoLab } from './namespaces/index.ts';
import { PROGRAMS } from './programs.ts';
import { jsonLine, judgeRounds, type Result } from './result.ts';
import { readScenarios, type Scenario } from './scenario.ts';
import { failureLines, markdownPage, tableLine } from './table.ts';
import { tryRound } from './try-round.ts';
import { visit } from './visit.ts';
import { runSelfTest } from './wire/selftest.ts';
import { checkWorld } from './world/check.ts';
import { mapWorld } from './world/map.ts';
import { readResources } from './world/resources.ts';
import { tokenLookup } from './world/tokens.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const isMissing = (program: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$0"', program]).status !== 0;

/** Why nothing can be run here; undefined when the lab can. */
function whyNot(): string | undefined {
  const missing = PROGRAMS.filter(isMissing);
  if (missing.length === 0) return whyNoLab();
  return `${missing.join(', ')} not installed (scripts/install-lab-packages.sh installs what is missing on Debian)`;
}

async function main(root: string): Promise<number> {
  const options = parseLabArguments(process.argv.slice(2));
  // Two labs at once disturb each other's clocks anyhow; apart, they at least do not share files.
  const folder = process.env.FOOTBRIDGE_LAB_FOLDER ?? join(root, '.cache', 'lab');
  const resources = readResources(join(root, 'resources'));
  const lookup = tokenLookup(resources, mapWorld(resources));
  const all = readScenarios(join(root, 'lab', 'scenarios'), options.scenarios, lookup);
  const missing = new Set(all.flatMap(({ programs }) => programs).filter(isMissing));
  const isHere = ({ programs }: Scenario) => options.list || !programs.some((name) => missing.has(name));
  const written = all.filter(isHere);
  const left = all.filter((scenario) => !isHere(scenario));
  const networks = options.check
    ? distinctNetworks(written)
    : written.map((scenario) => ({ scenario, same: [] }));
  const scenarios = networks.map(({ scenario }) => scenario);
  if (options.list) {
    for (const { name, title, limit } of scenarios) print(`${name.padEnd(32)} ≤ ${limit} s  ${title}`);
    return 0;
  }
  const reason = whyNot();
  if (reason !== undefined) {
    for (const { name } of scenarios) print(`skipped: lab ${name}: ${reason}`);
    print(`0 passed, 0 failed, ${scenarios.length} skipped`);
    return 0;
  }
  const inside = await enterUserNamespace();
  if (inside !== undefined) return inside;
  if (options.selfTest) return selfTest();
  const laboratory = await Laboratory.open(root, folder);
  const laboratories = [laboratory];
  try {
    const [scenario] = scenarios;
    if (options.visit.length > 0 && scenario !== undefined) {
      return await visit(laboratory, scenario, options.visit, join(folder, 'visit'));
    }
    const wrong = await checkWorld(laboratory);
    for (const problem of wrong) print(`the world is not as it should be: ${problem}`);
    if (wrong.length > 0) {
      print(`0 passed, ${scenarios.length} failed, 0 skipped`);
      return 1;
    }
    if (options.worldCheck) {
      print('the world is as it should be');
      return 0;
    }
    const program = process.env.FOOTBRIDGE_BIN ?? join(root, 'dist', 'footbridge.cjs');
    if (!existsSync(program)) throw new Error(`${program} is missing: run "node scripts/build.mjs" first`);
    while (laboratories.length < options.lanes) {
      const another = await Laboratory.open(root, folder, String(laboratories.length + 1));
      laboratories.push(another);
      // One after the other: a dozen servers that start beside a measurement would disturb it.
      await (await another.prepare({ client: 'ipv4', isp: {}, wire: {} })).wire.stop();
    }
    const absent = left.map(({ name, programs }) => `${name}: ${programs.join(', ')} not installed`);
    return await runAll(laboratories, networks, options, { program, folder: join(folder, 'runs'), absent });
  } finally {
    await Promise.all(laboratories.map((each) => each.close()));
  }
}

/** A censor that does not censor, or censors too much, would prove nothing. */
async function selfTest(): Promise<number> {
  const results = await runSelfTest(({ title, ok, complaints, seconds }) => {
    print(`${ok ? 'ok  ' : 'FAIL'}  ${title} (${seconds.toFixed(1)} s)`);
    for (const complaint of complaints) print(`      ${complaint}`);
  });
  const passed = results.filter(({ ok }) => ok).length;
  print(`${passed} passed, ${results.length - passed} failed, 0 skipped`);
  return passed === results.length ? 0 : 1;
}

/** Those of one kind of network after one another: another kind is built anew. The world was checked over a dual one. */
function jobsOf(networks: readonly DistinctNetwork[], options: LabArguments): Job[] {
  const { lines, rounds, openRounds, skipped } = options;
  const kinds = [...new Set(['dual', ...networks.map(({ scenario }) => scenario.client)])];
  const all = kinds.flatMap((kind) =>
    lines.flatMap((line) =>
      networks
        .filter(({ scenario }) => scenario.client === kind)
        .map((network) => ({
          ...{ ...network, line },
          rounds: isOpenNetwork(network.scenario.expect) ? openRounds : rounds,
        })),
    ),
  );
  return all.filter(({ scenario, line }) => !skipped.includes(`${scenario.name}/${line}`));
}

async function runAll(
  laboratories: readonly Laboratory[],
  networks: readonly DistinctNetwork[],
  options: LabArguments,
  places: { readonly program: string; readonly folder: string; readonly absent: readonly string[] },
): Promise<number> {
  const chromium = options.chromium && !isMissing('chromium');
  const run = async (jobs: readonly Job[]): Promise<Map<Job, Result>> => {
    const judged = new Map<Job, Result>();
    await runJobs(laboratories, jobs, {
      run: (laboratory, job, round) => tryRound(laboratory, job, round, { ...places, browser: chromium }),
      onDone(job, rounds) {
        const result = judgeRounds(job, rounds);
        judged.set(job, result);
        print(options.json ? jsonLine(result) : tableLine(result));
        if (!options.json && !result.ok) for (const complaint of failureLines(result)) print(complaint);
      },
    });
    return judged;
  };
  const first = await run(jobsOf(networks, options));
  const failed = [...first.keys()].filter((job) => first.get(job)?.ok === false);
  const second = options.secondTry ? await run(failed) : new Map<Job, Result>();
  const results = [...new Map([...first, ...second]).values()];
  const chances = failed
    .filter((job) => second.get(job)?.ok === true)
    .map((job) => `lab ${job.scenario.name}: ${first.get(job)?.problems.join('; ')}`);
  if (options.markdown !== undefined) {
    const inOrder = networks.flatMap((each) => results.filter(({ scenario }) => scenario === each.scenario));
    writeFileSync(options.markdown, markdownPage(inOrder, new Date(), options.rounds));
  }
  const passed = results.filter(({ ok }) => ok).length;
  const skipped = [...places.absent, ...(options.chromium && !chromium ? ['chromium: not installed'] : [])];
  for (const what of skipped) print(`skipped: lab ${what}`);
  for (const chance of chances) print(`passed only at the second try: ${chance}`);
  print(`${passed} passed, ${results.length - passed} failed, ${skipped.length} skipped`);
  return passed === results.length ? 0 : 1;
}

// Where Debian has its servers, which is not on every user's path.
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

try {
  process.exitCode = await main(
    process.env.FOOTBRIDGE_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..'),
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
