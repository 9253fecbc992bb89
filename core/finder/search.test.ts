import { describe, expect, test } from 'vitest';
import type { PurposeData } from '../model/messenger.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Strategy } from '../model/strategies.ts';
import type { Transport } from '../model/transport.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { ladder } from './ladder.ts';
import { createResolverChoice } from './resolver-choice.ts';
import { search } from './search.ts';
import { type Answers, namedTransport, proven, unproven } from './testing.ts';

const PUBLISHED = '157.240.1.1';
const strategies: readonly Strategy[] = [
  {
    rung: 'encrypted-dns',
    expression: '{dns}',
    beatenBy: ['address', 'server-name', 'freeze', 'interception'],
  },
  {
    rung: 'record-fragmentation',
    expression: '{dns} | tlsfrag:sni',
    beatenBy: ['address', 'freeze', 'interception'],
  },
  {
    rung: 'segmentation',
    expression: '{dns} | tcpfrag:sni',
    beatenBy: ['address', 'freeze', 'interception'],
  },
];
const web: PurposeData = {
  purpose: 'web',
  names: ['web.example'],
  ports: [443],
  samples: [
    [
      { kind: 'https', host: 'web.example', port: 443, path: '/' },
      { kind: 'bulk', host: 'web.example', port: 443, path: '/', bytes: 65536 },
    ],
  ],
};
const quad9: Resolver = { id: 'doh:quad9', resolve: async () => ({ addresses: [PUBLISHED], ttl: 60 }) };

interface World {
  readonly answers: Answers;
  readonly servers?: readonly Transport[];
  readonly faults?: readonly string[];
  readonly remembered?: Transport;
  readonly resolvers?: readonly Resolver[];
  /** Transports that drew a block on a neutral address. */
  readonly unsafe?: readonly string[];
}

async function run({
  answers,
  servers = [],
  faults = [],
  remembered,
  resolvers = [quad9],
  unsafe = [],
}: World) {
  const clock = createFakeClock();
  const tried: string[] = [];
  const hits: string[] = [];
  const never = new AbortController().signal;
  const done = search(
    web,
    ladder({ plain: namedTransport('system', 'plain'), strategies, servers, remembered }),
    {
      prover: {
        prove: async (proof, transport, { signal }) => {
          tried.push(`${proof.kind} ${transport.id}`);
          const answer = answers(proof, transport);
          await clock.sleep(answer === 'silent' ? 8000 : 100, signal);
          return answer === 'silent' ? unproven('tls', 'generic_timeout_error', PUBLISHED) : answer;
        },
      },
      gate: { enter: async () => () => undefined },
      resolvers: createResolverChoice({
        resolvers,
        clock,
        race: async ([resolver]) => (resolver === undefined ? null : { resolver, addresses: [PUBLISHED] }),
      }),
      serverChecks: {
        check: async ({ id }) => {
          const outcome = unproven('proxy', 'x_proxy_refused');
          return faults.includes(id) && !outcome.ok ? outcome.error : null;
        },
      },
      instantiate: ({ expression }, resolver) => namedTransport(expression.replace('{dns}', resolver)),
      isPublished: (address) => address === PUBLISHED,
      isSafe: async ({ id }) => !unsafe.includes(id),
      isThrottled: async (rate) => rate < 32 * 1024,
      onHit: ({ host }) => hits.push(host),
      clock,
      random: { bytes: (length) => new Uint8Array(length), uniform: () => 0 },
    },
    { onTrying: () => undefined, onStep: () => undefined },
    { signal: never, giveUp: never },
  );
  await clock.advance(30_000);
  return { ...(await done), tried, hits };
}

const isPlain = ({ kind }: Transport) => kind === 'plain';

describe('a search', () => {
  test('is content with the plain way where nothing is blocked, and tries nothing else (F3)', async () => {
    const { found, tried } = await run({ answers: () => proven() });
    expect(found?.id).toBe('system');
    expect(tried).toEqual(['https system', 'bulk system']);
  });

  test('goes to encrypted names when the system has no address', async () => {
    const { found } = await run({
      answers: (_, transport) => (isPlain(transport) ? unproven('resolve', 'dns_nxdomain_error') : proven()),
    });
    expect(found?.id).toBe('doh:quad9');
  });

  test('never repeats an unshaped hello to the right address that drew a reset (F4)', async () => {
    const { found, tried, hits } = await run({
      answers: (_, { id }) =>
        id.includes('tlsfrag') ? proven() : unproven('tls', 'connection_reset', PUBLISHED),
    });
    expect(found?.id).toBe('doh:quad9 | tlsfrag:sni');
    expect(tried).not.toContain('https doh:quad9');
    expect(hits).toEqual([PUBLISHED]);
  });

  test('finds a way although the plain one only falls silent', async () => {
    const { found } = await run({ answers: (_, { id }) => (id.includes('tlsfrag') ? proven() : 'silent') });
    expect(found?.id).toBe('doh:quad9 | tlsfrag:sni');
  });

  test('goes straight to the person’s server when addresses are blocked (F4)', async () => {
    const { found, tried } = await run({
      servers: [namedTransport('server:a', 'server')],
      answers: (_, { kind }) =>
        kind === 'server' ? proven() : unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found?.id).toBe('server:a');
    expect(tried).toEqual(['https system', 'https server:a', 'bulk server:a']);
  });

  test('does not take a way whose dialogue passes and whose download freezes (F1, M3)', async () => {
    const { found, obstacles } = await run({
      answers: ({ kind }) => (kind === 'bulk' ? unproven('bulk', 'x_frozen', PUBLISHED) : proven()),
    });
    expect(found).toBeNull();
    expect(obstacles).toContain('freeze');
  });

  test('tries no messenger over a server that does not let us through (F7)', async () => {
    const { found, tried } = await run({
      servers: [namedTransport('server:dead', 'server'), namedTransport('server:good', 'server')],
      faults: ['server:dead'],
      answers: (_, { kind }) =>
        kind === 'server' ? proven() : unproven('connect', 'connection_refused', PUBLISHED),
    });
    expect(found?.id).toBe('server:good');
    expect(tried.join()).not.toContain('server:dead');
  });

  test('proves a remembered way first, all its proofs together (F5)', async () => {
    const { found, tried } = await run({
      remembered: namedTransport('doh:quad9 | tcpfrag:sni'),
      answers: () => proven(),
    });
    expect(found?.id).toBe('doh:quad9 | tcpfrag:sni');
    expect(tried).toEqual(['https doh:quad9 | tcpfrag:sni', 'bulk doh:quad9 | tcpfrag:sni']);
  });

  test('forgets a remembered way that no longer proves itself (F5)', async () => {
    const { found } = await run({
      remembered: namedTransport('doh:old | tcpfrag:sni'),
      answers: (_, { id }) =>
        id.startsWith('doh:old') ? unproven('resolve', 'generic_timeout_error') : proven(),
    });
    expect(found?.id).toBe('system');
  });

  test('does not burn a last address with a shape that drew the block on a neutral one', async () => {
    const { found, tried } = await run({
      unsafe: ['doh:quad9 | tlsfrag:sni'],
      answers: (_, { id }) =>
        id.includes('frag') ? proven() : unproven('tls', 'connection_reset', PUBLISHED),
    });
    expect(found?.id).toBe('doh:quad9 | tcpfrag:sni');
    expect(tried.join()).not.toContain('tlsfrag');
  });

  test('goes on to servers when no resolver answers', async () => {
    const { found } = await run({
      resolvers: [],
      servers: [namedTransport('server:a', 'server')],
      answers: (_, { kind }) => (kind === 'server' ? proven() : unproven('resolve', 'dns_nxdomain_error')),
    });
    expect(found?.id).toBe('server:a');
  });

  test('says honestly that nothing was found (F1)', async () => {
    const { found, attempts } = await run({ answers: () => unproven('tls', 'connection_reset', PUBLISHED) });
    expect(found).toBeNull();
    expect(attempts.map(({ transport }) => transport.id)).toEqual([
      'system',
      'doh:quad9 | tlsfrag:sni',
      'doh:quad9 | tcpfrag:sni',
    ]);
  });
});
