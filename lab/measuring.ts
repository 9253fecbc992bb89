import type { Expectation, Scenario } from './scenario.ts';

/** Seconds that `check` may take on the worst network; the lab waits for twice that. */
const LIMIT = 20;

/**
 * The same scenario, measured alone: `footbridge check` instead of `connect`. It opens no way and uses no server of the
 * person's, so what a scenario expects of those does not count; what it expects of verdicts does, all of it.
 */
function measuredAlone(scenario: Scenario): Scenario {
  const { expect, add, command } = scenario;
  return {
    ...scenario,
    command: 'check',
    again: false,
    add: [],
    datagrams: undefined,
    limit: LIMIT,
    timed: 'verdict',
    expect: {
      ...expect,
      routes: { '*': null },
      // Faults of servers that were added are nothing that `check` meets, nor is what a closer look says.
      named: add.length > 0 || command === 'check --deep' ? [] : expect.named,
      clients: false,
    },
  };
}

/** A scenario, and those that differ from it in nothing that `check` meets. */
export interface DistinctNetwork {
  readonly scenario: Scenario;
  readonly same: readonly string[];
}

/** Scenarios that are one network to who only measures are measured under the first one's name. */
export function distinctNetworks(scenarios: readonly Scenario[]): readonly DistinctNetwork[] {
  const networks = new Map<string, [Scenario, ...Scenario[]]>();
  for (const scenario of scenarios) {
    const { client, isp, environment, clock, stateRoot } = scenario;
    const { later: _, ...wire } = scenario.wire;
    const network = JSON.stringify({ client, isp, wire, environment, clock, stateRoot });
    const known = networks.get(network);
    if (known === undefined) networks.set(network, [scenario]);
    else known.push(scenario);
  }
  return [...networks.values()].map(([scenario, ...others]) => ({
    scenario: measuredAlone(scenario),
    same: others.map(({ name }) => name),
  }));
}

const OPEN: ReadonlySet<string> = new Set(['reachable', 'answers', 'unknown']);

/** Whether nothing is blocked in a scenario: no purpose may be called so, and the network is called well. */
export function isOpenNetwork({ verdicts, network }: Expectation): boolean {
  return network === null && (verdicts['*']?.state?.every((state) => OPEN.has(state)) ?? false);
}
