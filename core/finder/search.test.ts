import { describe, expect, test } from 'vitest';
import { NetError } from '../model/failure.ts';
import type { Proof, PurposeData } from '../model/messenger.ts';
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

/** Connected, and then nothing. */
const SILENT = unproven('tls', 'generic_timeout_error', PUBLISHED);

interface World {
  readonly answers: Answers;
  readonly purpose?: PurposeData;
  /** Milliseconds each proof takes where it is not silent; 100 by default. */
  readonly takes?: (proof: Proof, transport: Transport) => number;
  readonly servers?: readonly Transport[];
  readonly faults?: readonly string[];
  readonly slow?: readonly string[];
  readonly remembered?: Transport;
  readonly resolvers?: readonly Resolver[];
  /** Strategies whose hellos are cut on neutral addresses. */
  readonly cut?: readonly string[];
}

async function run({
  answers,
  servers = [],
  faults = [],
  slow = [],
  purpose = web,
  takes = () => 100,
  remembered,
  resolvers = [quad9],
  cut = [],
}: World) {
  const clock = createFakeClock();
  const tried: string[] = [];
  const hits: string[] = [];
  const neutral: string[] = [];
  const asked: string[] = [];
  const checked: string[] = [];
  const never = new AbortController().signal;
  const done = search(
    purpose,
    ladder({ plain: namedTransport('system', 'plain'), strategies, servers, remembered }),
    {
      prover: {
        prove: async (proof, transport, { signal, trace }) => {
          tried.push(`${proof.kind} ${transport.id}`);
          const answer = answers(proof, transport);
          if (answer === 'silent') for (const step of SILENT.steps) trace?.(step);
          await clock.sleep(answer === 'silent' ? 8000 : takes(proof, transport), signal);
          return answer === 'silent' ? SILENT : answer;
        },
      },
      gate: { enter: async () => () => undefined },
      resolvers: createResolverChoice({
        resolvers,
        clock,
        ended: never,
        race: async ([resolver], name) => {
          asked.push(name);
          return resolver === undefined ? null : { resolver, addresses: [PUBLISHED] };
        },
      }),
      serverChecks: {
        check: async ({ id }) => {
          checked.push(id);
          if (slow.includes(id)) return new NetError('proxy', 'x_proxy_timed_out');
          return faults.includes(id) ? new NetError('proxy', 'x_proxy_refused') : null;
        },
      },
      instantiate: ({ expression }, resolver) => namedTransport(expression.replace('{dns}', resolver)),
      isPublished: (address) => address === PUBLISHED,
      onNeutral: async (name, { expression }) => {
        neutral.push(`${name} ${expression}`);
        return { verdict: cut.includes(expression) ? 'reset' : 'passes' };
      },
      isThrottled: async (rate) => rate < 32 * 1024,
      onHit: ({ host }) => hits.push(host),
      clock,
      random: { bytes: (length) => new Uint8Array(length), uniform: () => 0 },
    },
    { onTrying: () => undefined, onStep: () => undefined },
    { signal: never, giveUp: never },
  );
  await clock.advance(30_000);
  return { ...(await done), tried, hits, asked, checked, neutral };
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
    expect(tried).toEqual(['bulk doh:quad9 | tcpfrag:sni', 'https doh:quad9 | tcpfrag:sni']);
  });

  test('forgets a remembered way that no longer proves itself (F5)', async () => {
    const { found } = await run({
      remembered: namedTransport('doh:old | tcpfrag:sni'),
      answers: (_, { id }) =>
        id.startsWith('doh:old') ? unproven('resolve', 'generic_timeout_error') : proven(),
    });
    expect(found?.id).toBe('system');
  });

  test('uses a shape on a real address only after a neutral one has answered the name in it (N16)', async () => {
    const { found, tried, neutral } = await run({
      cut: ['{dns} | tlsfrag:sni'],
      answers: (_, { id }) =>
        id.includes('frag') ? proven() : unproven('tls', 'connection_reset', PUBLISHED),
    });
    expect(found?.id).toBe('doh:quad9 | tcpfrag:sni');
    expect(tried.join()).not.toContain('tlsfrag');
    expect(new Set(neutral)).toEqual(
      new Set(['web.example {dns} | tlsfrag:sni', 'web.example {dns} | tcpfrag:sni']),
    );
  });

  test('tries a name on neutral addresses that only hangs, and none that was not cut (N16)', async () => {
    const hanging = await run({ answers: (_, { id }) => (id.includes('tlsfrag') ? proven() : 'silent') });
    expect(hanging.neutral).toContain('web.example {dns} | tlsfrag:sni');
    const unresolved = await run({
      answers: (_, transport) => (isPlain(transport) ? unproven('resolve', 'dns_nxdomain_error') : proven()),
    });
    expect(unresolved.neutral).toEqual([]);
  });

  test('asks no resolver for an address, and tries no strategy where it has no name', async () => {
    const chat: Proof = { kind: 'obfuscated2', host: '149.154.167.51', port: 443, dc: 2 };
    const { found, tried, asked } = await run({
      purpose: { purpose: 'chat', names: [], ports: [443], samples: [[chat]] },
      servers: [namedTransport('server:a', 'server')],
      answers: (_, { kind }) =>
        kind === 'server' ? proven() : unproven('connect', 'generic_timeout_error', '192.0.2.1'),
    });
    expect(found?.id).toBe('server:a');
    expect(tried).toEqual(['obfuscated2 system', 'obfuscated2 server:a']);
    expect(asked).toEqual([]);
  });

  test('asks for the name where only its first proof goes to an address', async () => {
    const { asked } = await run({
      purpose: { ...web, samples: [[{ kind: 'noise', host: '192.0.2.1', port: 443 }], ...web.samples] },
      answers: (_, transport) => (isPlain(transport) ? unproven('resolve', 'dns_nxdomain_error') : proven()),
    });
    expect(asked).toEqual(['web.example']);
  });

  test('names the plain way that was quiet while it downloaded and proved itself after all', async () => {
    const { found, late, plainTried } = await run({
      answers: () => proven(),
      takes: ({ kind }, transport) => (isPlain(transport) && kind === 'bulk' ? 1200 : 100),
    });
    expect(found?.id).toBe('doh:quad9');
    expect((await late)?.id).toBe('system');
    expect(plainTried).toBe(true);
  });

  test('does not go back to a late plain way that crawls (M4)', async () => {
    const { found, late } = await run({
      answers: ({ kind }, transport) =>
        kind === 'bulk' && isPlain(transport)
          ? { ok: true, steps: [], bytes: 65536, bytesPerSecond: 4000 }
          : proven(),
      takes: ({ kind }, transport) => (isPlain(transport) && kind === 'bulk' ? 1200 : 100),
    });
    expect(found?.id).toBe('doh:quad9');
    expect(await late).toBeNull();
  });

  test('tries a slow server when nothing else is left', async () => {
    const { found, tried } = await run({
      servers: [namedTransport('server:slow', 'server'), namedTransport('server:good', 'server')],
      slow: ['server:slow'],
      answers: (_, { id }) =>
        id === 'server:slow' ? proven() : unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found?.id).toBe('server:slow');
    expect(tried.map((line) => line.split(' ')[1])).toEqual([
      'system',
      'server:good',
      'server:slow',
      'server:slow',
    ]);
  });

  test('checks a remembered server that fails, so that its fault is named (F7)', async () => {
    const server = namedTransport('server:a', 'server');
    const { found, checked } = await run({
      servers: [server],
      remembered: server,
      faults: [server.id],
      answers: () => unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found).toBeNull();
    expect(checked).toEqual(['server:a']);
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
