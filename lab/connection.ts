import { CLIENTS, type ClientContext, type ClientName } from './clients.ts';
import { runDatagrams } from './datagrams/run.ts';
import { type Line, type State, stateAfter } from './events.ts';
import { satisfiedAt, unnamed } from './expectation.ts';
import type { Laboratory, Prepared } from './laboratory.ts';
import type { Network } from './namespaces/index.ts';
import { openWifi } from './namespaces/phones.ts';
import { runPhones } from './phones/run.ts';
import { Product, type ProductOptions } from './product.ts';
import type { Scenario } from './scenario.ts';
import { publicKeyHash } from './world/world.ts';

/** How long after `ready` a verdict may still come. */
const LATE_SECONDS = 10;
const SETTLE_SECONDS = 0.5;

export interface RoundOptions {
  readonly laboratory: Laboratory;
  readonly scenario: Scenario;
  readonly program: string;
  readonly browser: boolean;
  /** Emptied first. */
  readonly folder: string;
}

/** What one connection gave. */
export interface Connection {
  readonly lines: readonly Line[];
  readonly problems: readonly string[];
  /** How often rules were tripped before any separate client came; a browser may trip some by its own behaviour. */
  readonly hits: ReadonlyMap<string, number>;
}

/** Connects, lets the separate clients through, and ends it again; with phones on a Wi-Fi where they are shared with. */
export async function connect(
  prepared: Prepared,
  product: ProductOptions,
  options: RoundOptions,
): Promise<Connection> {
  const { laboratory, folder, scenario } = options;
  const { datagrams } = scenario;
  if (datagrams !== undefined)
    return connectAlone(prepared, product, options, (running) =>
      runDatagrams({
        ...{ ...prepared, running, program: laboratory.datagramClient, map: laboratory.world.map },
        expected: datagrams,
      }),
    );
  if (scenario.command !== 'share') return connectAlone(prepared, product, options, async () => []);
  const wifi = openWifi(prepared.network);
  try {
    return await connectAlone(prepared, product, options, (running, { proxy }) =>
      runPhones({
        ...{ wifi, running, folder, program: laboratory.phones, root: laboratory.world.root.cert },
        ownPort: Number(proxy?.split(':').at(-1)),
        thorough: process.env.FOOTBRIDGE_LAB_THOROUGH === '1',
      }),
    );
  } finally {
    wifi.close();
  }
}

async function connectAlone(
  { network, wire }: Prepared,
  product: ProductOptions,
  options: RoundOptions,
  visit: (running: Product, state: State) => Promise<string[]>,
): Promise<Connection> {
  const { laboratory, scenario } = options;
  const { expect, limit } = scenario;
  const running = new Product(network, product);
  if (scenario.command === 'check' || scenario.command === 'check --deep') {
    const problems = await running.end(2 * limit + 5);
    return {
      lines: running.lines,
      problems: [...problems, ...running.complaints],
      hits: await ruleHits(wire),
    };
  }
  const isReady = (lines: readonly Line[]): boolean => stateAfter(lines).proxy !== null;
  const isSatisfied = (lines: readonly Line[]): boolean =>
    satisfiedAt(expect, lines, laboratory.keys) !== null && unnamed(expect, lines).length === 0;
  await running.until(isReady, 2 * limit + 5);
  await running.until(isSatisfied, LATE_SECONDS);
  // What is said in the end may still contradict what was expected.
  await running.until(() => false, SETTLE_SECONDS);
  const hits = await ruleHits(wire);
  const problems: string[] = [];
  const state = stateAfter(running.lines);
  if (expect.clients && state.proxy !== null) {
    problems.push(...(await runClients(network, state, options)));
  }
  if (state.proxy !== null) problems.push(...(await visit(running, state)));
  problems.push(...(await running.stop()), ...running.complaints);
  return { lines: running.lines, problems, hits };
}

async function ruleHits(wire: Prepared['wire']): Promise<ReadonlyMap<string, number>> {
  const { rules } = await wire.stats();
  return new Map(rules.map(({ id, hits }) => [id, hits]));
}

async function runClients(
  network: Network,
  { proxy, routes, mtproto }: State,
  options: RoundOptions,
): Promise<string[]> {
  const { laboratory, scenario, folder, browser } = options;
  const context: ClientContext = {
    network,
    folder,
    proxyPort: Number(proxy?.split(':').at(-1)),
    root: laboratory.world.root.cert,
    publicKeyHash: publicKeyHash(laboratory.world.leaf),
    chatClient: laboratory.chatClient,
    mtproto,
  };
  const chosen: ClientName[] = [
    ...(routes.has('whatsapp web') ? (['curl by SOCKS5', 'curl by HTTP CONNECT'] as const) : []),
    ...(routes.has('whatsapp chat') ? (['WhatsApp chat by SOCKS5'] as const) : []),
    ...(routes.has('telegram chat') ? (['Telegram chat by SOCKS5'] as const) : []),
    ...(scenario.mtproto ? (['Telegram chat by MTProto proxy'] as const) : []),
  ];
  const ask = async (name: ClientName): Promise<string[]> => {
    const problem = await CLIENTS[name](context);
    return problem === null ? [] : [`${name}: ${problem}`];
  };
  const problems = (await Promise.all(chosen.map(ask))).flat();
  // By itself: it opens several connections of its own, and some censors count them.
  if (routes.has('whatsapp web') && browser) problems.push(...(await ask('chromium')));
  return problems;
}
