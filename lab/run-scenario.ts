import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Connection, connect, type RoundOptions } from './connection.ts';
import { type State, stateAfter } from './events.ts';
import { breaches, differences, falseAlarms, provenAt, satisfiedAt, unnamed } from './expectation.ts';
import type { Prepared } from './laboratory.ts';
import type { Network } from './namespaces/index.ts';
import { addLink, type ProductOptions, productEnvironment } from './product.ts';

export interface Round {
  /** Everything that went wrong, in words. */
  readonly problems: readonly string[];
  /** What was called blocked and is not. */
  readonly alarms: readonly string[];
  /** From start to what the scenario times; null when that never came. */
  readonly seconds: number | null;
  /** From start to everything that is expected, verdicts and all. */
  readonly complete: number | null;
  readonly state: State;
  /** Events, errors of the program, what the clients got. */
  readonly folder: string;
}

/** Runs one scenario once, from an empty memory, as a person would. Rejects only when the lab itself breaks. */
export async function runRound(options: RoundOptions): Promise<Round> {
  const { laboratory, scenario, folder } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'home'), { recursive: true });
  const prepared = await laboratory.prepare(scenario);
  try {
    const product = productOptions(options);
    for (const link of scenario.add) await addLink(prepared.network, product, link);
    if (scenario.again) await connect(prepared, product, options);
    return await judge(await connect(prepared, product, options), prepared, options);
  } finally {
    await prepared.wire.stop();
  }
}

function productOptions(options: RoundOptions): ProductOptions {
  const { laboratory, scenario, program, folder } = options;
  return {
    program,
    folder,
    home: join(folder, 'home'),
    clock: scenario.clock,
    command: scenario.command,
    mtproto: scenario.mtproto,
    env: productEnvironment(laboratory, scenario),
  };
}

async function judge(
  connection: Connection,
  { network, wire }: Prepared,
  options: RoundOptions,
): Promise<Round> {
  const { laboratory, scenario, folder } = options;
  const { lines } = connection;
  const { expect } = scenario;
  const state = stateAfter(lines);
  const { rules } = await wire.stats();
  const before = (id: string): number => connection.hits.get(id) ?? 0;
  const hits = (id: string): number => rules.find((rule) => rule.id === id)?.hits ?? 0;
  return {
    state,
    seconds: (scenario.timed === 'proof' ? provenAt : satisfiedAt)(expect, lines, laboratory.keys),
    complete: satisfiedAt(expect, lines, laboratory.keys),
    folder,
    alarms: falseAlarms(expect, state, laboratory.keys),
    problems: [
      ...differences(expect, state, laboratory.keys),
      ...breaches(expect, lines),
      ...connection.problems,
      ...expect.untripped.filter((id) => before(id) > 0).map((id) => `tripped the censor's rule ${id}`),
      ...Object.entries(expect.atMost)
        .filter(([id, most]) => before(id) > most)
        .map(
          ([id, most]) =>
            `tripped the censor's rule ${id} ${before(id)} times, at most ${most} were expected`,
        ),
      ...expect.tripped
        .filter((id) => hits(id) === 0)
        .map((id) => `never met the censor's rule ${id}: tests nothing`),
      ...unnamed(expect, lines).map((name) => `no event names ${name}`),
      ...leftBehind(network, options.program),
    ],
  };
}

/** Nothing of the program may live on after it. */
function leftBehind({ names }: Network, program: string): string[] {
  const listed = execFileSync('ip', ['netns', 'pids', names.client], { encoding: 'utf8' });
  const pids = listed.split('\n').filter((pid) => pid !== '');
  return pids.length === 0 ? [] : [`${pids.length} processes of ${basename(program)} live on after it`];
}
