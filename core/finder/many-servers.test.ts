import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { NetError } from '../model/failure.ts';
import type { Messenger } from '../model/messenger.ts';
import type { Transport } from '../model/transport.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { find, wantedOf } from './finder.ts';
import { createResolverChoice } from './resolver-choice.ts';
import { createServerChecks } from './server-check.ts';
import { createStandings } from './standing.ts';
import { namedTransport, proven, unproven } from './testing.ts';

const MESSENGERS = ['anna', 'bela', 'cora'].map((id): Messenger => {
  const https = { kind: 'https', host: `${id}.example`, port: 443, path: '/' } as const;
  const purpose = { purpose: 'web' as const, names: [], ports: [443], samples: [[https]] };
  return { id, name: id, cidrs: [], hints: {}, purposes: [purpose], endpoints: [], sources: [] };
});
const never = new AbortController().signal;

/** Twenty servers: the 14th works, the 9th lets us through and leads nowhere, every third does not answer, others refuse. */
function setUp() {
  const clock = createFakeClock();
  const random = createSeededRandom();
  const standings = createStandings(clock, random);
  const underWay = new Set<string>();
  const dialled: string[] = [];
  const proved: string[] = [];
  let most = 0;
  const servers = Array.from({ length: 20 }, (_, index): Transport => {
    const id = `server:${index + 1}`;
    const manner = ['server:14', 'server:9'].includes(id)
      ? 'lets through'
      : index % 3 === 0
        ? 'silent'
        : 'refuses';
    return {
      ...namedTransport(id, 'server'),
      dialer: {
        async dial(_target, { signal }) {
          dialled.push(id);
          underWay.add(id);
          most = Math.max(most, underWay.size);
          try {
            await clock.sleep(manner === 'silent' ? 60_000 : 80, signal);
            if (manner === 'refuses') throw new NetError('proxy', 'x_proxy_refused');
            return new PassThrough();
          } finally {
            underWay.delete(id);
          }
        },
      },
    };
  });

  async function search(): Promise<{ readonly routes: readonly string[]; readonly seconds: number }> {
    const startedAt = clock.monotonic();
    const routes: string[] = [];
    const ranked = standings.rank(servers);
    let isOver = false;
    const done = find(
      wantedOf(MESSENGERS),
      {
        prover: {
          async prove({ host }, transport, { signal }) {
            if (transport.kind === 'server') proved.push(`${transport.id} ${host}`);
            await clock.sleep(100, signal);
            return transport.id === 'server:14'
              ? proven()
              : unproven('connect', 'connection_refused', '192.0.2.1');
          },
        },
        gate: { enter: async () => () => undefined },
        resolvers: createResolverChoice({ resolvers: [], clock, ended: never, race: async () => null }),
        serverChecks: createServerChecks(
          clock,
          ({ id }, { failure }) => standings.failed(id, failure),
          never,
        ),
        instantiate: ({ expression }) => namedTransport(expression),
        isPublished: () => true,
        onNeutral: async () => ({ verdict: 'passes' }),
        isThrottled: async () => false,
        onHit: () => undefined,
        onServer: ({ id }, seconds) =>
          seconds === null ? standings.fellShort(id) : standings.worked(id, seconds),
        ...{
          clock,
          random,
          plain: namedTransport('system', 'plain'),
          onlyThrough: new Set(),
          strategies: [],
        },
        servers: ranked,
        resting: new Set(ranked.map(({ id }) => id).filter(standings.isResting)),
        remembered: () => undefined,
      },
      {
        onTrying: () => undefined,
        onStep: () => undefined,
        onRoute: ({ messenger }, { id }) => routes.push(`${messenger} ${id}`),
        onSettled: async () => undefined,
      },
      { signal: never, giveUp: () => never },
    ).then(() => {
      isOver = true;
    });
    while (!isOver) await clock.advance(50);
    await done;
    return { routes: routes.sort(), seconds: (clock.monotonic() - startedAt) / 1000 };
  }
  return { clock, standings, servers, search, dialled, proved, most: () => most };
}

describe('twenty servers for three messengers', () => {
  const routes = ['anna server:14', 'bela server:14', 'cora server:14'];

  test('are tried without a burst, each asked for itself before a messenger is proven through it (F9)', async () => {
    const { search, dialled, proved, most, standings, servers } = setUp();
    const first = await search();
    expect(first.routes).toEqual(routes);
    expect(first.seconds).toBeLessThan(10);
    expect(most()).toBe(4);
    // One dial each, but for what lets through, which answers for each messenger.
    expect(new Set(dialled).size).toBe(dialled.length);
    expect([...new Set(proved.map((line) => line.split(' ')[0]))].sort()).toEqual(['server:14', 'server:9']);
    expect(standings.rank(servers)[0]?.id).toBe('server:14');
    expect(standings.isDown('server:9')).toBe(true);
  });

  test('are known the next time: what carried something goes first, and nobody else is asked (F8)', async () => {
    const { search, dialled, proved } = setUp();
    await search();
    dialled.length = 0;
    proved.length = 0;
    const again = await search();
    expect(again.routes).toEqual(routes);
    expect(again.seconds).toBeLessThan(1.5);
    expect(new Set(dialled)).toEqual(new Set(['server:14']));
    expect(new Set(proved.map((line) => line.split(' ')[0]))).toEqual(new Set(['server:14']));
  });
});
