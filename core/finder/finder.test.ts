import { describe, expect, test } from 'vitest';
import type { Messenger, Proof } from '../model/messenger.ts';
import type { Transport } from '../model/transport.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { find, wantedOf } from './finder.ts';
import { createResolverChoice } from './resolver-choice.ts';
import { type Answers, namedTransport, proven, unproven } from './testing.ts';

function messenger(id: string, ...samples: readonly Proof[]): Messenger {
  const purpose = { purpose: 'web' as const, names: [], ports: [443], samples: [[...samples]] };
  return { id, name: id, cidrs: [], hints: {}, purposes: [purpose], endpoints: [], sources: [] };
}
const https = (host: string): Proof => ({ kind: 'https', host, port: 443, path: '/' });
const bulk = (host: string): Proof => ({ kind: 'bulk', host, port: 443, path: '/', bytes: 65536 });
const shop = messenger('shop', https('shop.example'), bulk('shop.example'));
const talk = messenger('talk', https('talk.example'));
const server = namedTransport('server:a', 'server');
const isPlain = ({ kind }: Transport) => kind === 'plain';

interface World {
  readonly messengers: readonly Messenger[];
  readonly answers: Answers;
  readonly takes?: (proof: Proof, transport: Transport) => number;
  readonly onlyThrough?: readonly string[];
  readonly servers?: readonly Transport[];
  readonly random?: number;
}

async function run({ messengers, answers, takes, onlyThrough = [], servers = [], random = 0 }: World) {
  const clock = createFakeClock();
  const routes: string[] = [];
  const lost: string[] = [];
  const tried: string[] = [];
  const never = new AbortController().signal;
  const done = find(
    wantedOf(messengers),
    {
      prover: {
        prove: async (proof, transport, { signal }) => {
          tried.push(`${clock.monotonic()} ${proof.kind} ${proof.host} ${transport.id}`);
          const answer = answers(proof, transport);
          await clock.sleep(answer === 'silent' ? 8000 : (takes?.(proof, transport) ?? 100), signal);
          return answer === 'silent' ? unproven('tls', 'generic_timeout_error') : answer;
        },
      },
      gate: { enter: async () => () => undefined },
      resolvers: createResolverChoice({
        resolvers: [{ id: 'doh:quad9', resolve: async () => ({ addresses: [], ttl: 60 }) }],
        clock,
        ended: never,
        race: async ([resolver]) => (resolver === undefined ? null : { resolver, addresses: [] }),
      }),
      serverChecks: { check: async () => null },
      instantiate: ({ expression }, resolver) => namedTransport(expression.replace('{dns}', resolver)),
      isPublished: () => true,
      onNeutral: async () => ({ verdict: 'passes' }),
      isThrottled: async () => false,
      onHit: () => undefined,
      onServer: () => undefined,
      clock,
      random: { bytes: (length) => new Uint8Array(length), uniform: () => random },
      plain: namedTransport('system', 'plain'),
      onlyThrough: new Set(onlyThrough),
      strategies: [{ rung: 'encrypted-dns', expression: '{dns}', beatenBy: ['freeze'] }],
      servers,
      resting: new Set(),
      remembered: () => undefined,
    },
    {
      onTrying: () => undefined,
      onStep: () => undefined,
      onRoute: (key, { id }, proof) => routes.push(`${key.messenger} ${id} ${proof}`),
      onSettled: async ({ key }, { found }) => {
        if (found === null) lost.push(key.messenger);
      },
    },
    { signal: never, giveUp: () => never },
  );
  await clock.advance(30_000);
  await done;
  return { routes, lost, tried };
}

describe('the finder', () => {
  test('does not start all searches in the same moment', async () => {
    const { tried } = await run({ messengers: [talk, talk, talk], answers: () => proven(), random: 0.5 });
    expect(tried.map((line) => line.split(' ')[0])).toEqual(['0', '75', '75']);
  });

  test('never tries the plain way for a messenger that may not go bare (D7)', async () => {
    const { routes, tried } = await run({
      messengers: [talk, shop],
      onlyThrough: ['talk'],
      answers: () => proven(),
    });
    expect(routes).toEqual(['talk doh:quad9 dialogue', 'shop system bulk']);
    expect(tried.join()).not.toContain('talk.example system');
  });

  test('tries no strategy for a purpose without names', async () => {
    const { lost, tried } = await run({
      messengers: [messenger('chat', { kind: 'obfuscated2', host: '149.154.167.51', port: 443, dc: 2 })],
      answers: () => unproven('connect', 'generic_timeout_error', '149.154.167.51'),
    });
    expect(tried).toHaveLength(1);
    expect(lost).toEqual(['chat']);
  });

  test('goes back to a plain way that proves itself a little after another', async () => {
    const { routes } = await run({
      messengers: [shop],
      answers: () => proven(),
      takes: ({ kind }, transport) => (isPlain(transport) && kind === 'bulk' ? 1200 : 100),
    });
    expect(routes).toEqual(['shop doh:quad9 bulk', 'shop system bulk']);
  });

  test('where downloads freeze, prefers a server for what offers none, and leaves it for no late plain way (M3)', async () => {
    const { routes } = await run({
      messengers: [shop, talk],
      servers: [server],
      answers: ({ kind }, transport) =>
        kind === 'bulk' && transport.kind !== 'server' ? unproven('bulk', 'x_frozen') : proven(),
      takes: ({ host }, transport) => (isPlain(transport) && host === 'talk.example' ? 2000 : 100),
    });
    expect(routes.filter((line) => line.startsWith('talk'))).toEqual([
      'talk doh:quad9 dialogue',
      'talk server:a dialogue',
    ]);
  });
});
