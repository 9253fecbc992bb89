import { describe, expect, test } from 'vitest';
import type { Strategy } from '../model/strategies.ts';
import type { Transport } from '../model/transport.ts';
import { PUBLISHED, searchIn, web } from './testing/search-in.ts';
import { namedTransport, proven, unproven } from './testing.ts';

const isPlain = ({ kind }: Transport) => kind === 'plain';

describe('a search', () => {
  test('is content with the plain way where nothing is blocked, and tries nothing else (F3)', async () => {
    const { found, tried } = await searchIn({ answers: () => proven() });
    expect(found?.id).toBe('system');
    expect(tried).toEqual(['https system', 'bulk system']);
  });

  test('goes to encrypted names when the system has no address', async () => {
    const { found } = await searchIn({
      answers: (_, transport) => (isPlain(transport) ? unproven('resolve', 'dns_nxdomain_error') : proven()),
    });
    expect(found?.id).toBe('doh:quad9');
  });

  test('never repeats an unshaped hello to the right address that drew a reset (F4)', async () => {
    const { found, tried, hits } = await searchIn({
      answers: (_, { id }) =>
        id.includes('tlsfrag') ? proven() : unproven('tls', 'connection_reset', PUBLISHED),
    });
    expect(found?.id).toBe('doh:quad9 | tlsfrag:sni');
    expect(tried).not.toContain('https doh:quad9');
    expect(hits).toEqual([PUBLISHED]);
  });

  test('finds a way although the plain one only falls silent', async () => {
    const { found } = await searchIn({
      answers: (_, { id }) => (id.includes('tlsfrag') ? proven() : 'silent'),
    });
    expect(found?.id).toBe('doh:quad9 | tlsfrag:sni');
  });

  test('does not take a way whose dialogue passes and whose download freezes (F1, M3)', async () => {
    const { found, obstacles } = await searchIn({
      answers: ({ kind }) => (kind === 'bulk' ? unproven('bulk', 'x_frozen', PUBLISHED) : proven()),
    });
    expect(found).toBeNull();
    expect(obstacles).toContain('freeze');
  });

  test('proves a remembered way first, all its proofs together (F5)', async () => {
    const { found, tried } = await searchIn({
      remembered: namedTransport('doh:quad9 | tcpfrag:sni'),
      answers: () => proven(),
    });
    expect(found?.id).toBe('doh:quad9 | tcpfrag:sni');
    expect(tried).toEqual(['bulk doh:quad9 | tcpfrag:sni', 'https doh:quad9 | tcpfrag:sni']);
  });

  test('forgets a remembered way that no longer proves itself (F5)', async () => {
    const { found } = await searchIn({
      remembered: namedTransport('doh:old | tcpfrag:sni'),
      answers: (_, { id }) =>
        id.startsWith('doh:old') ? unproven('resolve', 'generic_timeout_error') : proven(),
    });
    expect(found?.id).toBe('system');
  });

  test('uses a shape on a real address only after a neutral one has answered the name in it (N16)', async () => {
    const { found, tried, neutral } = await searchIn({
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
    const hanging = await searchIn({
      answers: (_, { id }) => (id.includes('tlsfrag') ? proven() : 'silent'),
    });
    expect(hanging.neutral).toContain('web.example {dns} | tlsfrag:sni');
    const unresolved = await searchIn({
      answers: (_, transport) => (isPlain(transport) ? unproven('resolve', 'dns_nxdomain_error') : proven()),
    });
    expect(unresolved.neutral).toEqual([]);
  });

  test('carries an app’s protocol to other addresses, their names tried on neutral ones once one was cut (N16, G1)', async () => {
    const carrying = (expression: string, beatenBy: Strategy['beatenBy']): Strategy => ({
      ...{ rung: 'carrying', expression, beatenBy },
      ...{ carries: 'obfuscated2', asks: 'kws.example' },
    });
    const { found, tried, neutral, asked } = await searchIn({
      purpose: {
        ...{ purpose: 'chat', names: [], ports: [443] },
        samples: [[{ kind: 'obfuscated2', host: '149.154.167.51', port: 443, dc: 2 }]],
      },
      strategies: [
        carrying('{dns} | telegram-ws', ['server-name']),
        carrying('{dns} | tlsfrag:sni | telegram-ws', []),
      ],
      answers: (_, { id }) => {
        if (id === 'system') return unproven('connect', 'generic_timeout_error', undefined);
        return id.includes('tlsfrag') ? proven() : unproven('tls', 'connection_reset', PUBLISHED);
      },
    });
    expect(found?.id).toBe('doh:quad9 | tlsfrag:sni | telegram-ws');
    expect(tried.map((each) => each.replace('obfuscated2 ', ''))).toEqual([
      'system',
      'doh:quad9 | telegram-ws',
      'doh:quad9 | tlsfrag:sni | telegram-ws',
    ]);
    expect(neutral).toEqual(['kws.example {dns} | tlsfrag:sni | telegram-ws']);
    expect(asked).toEqual(['kws.example']);
  });

  test('asks nobody neutral about a hello that names no messenger', async () => {
    const carrying = { carries: 'obfuscated2', asks: 'kws.example' } as const;
    const strategies: Strategy[] = [
      { ...carrying, rung: 'named', expression: '{dns} | telegram-ws', beatenBy: ['server-name'] },
      {
        ...{ ...carrying, rung: 'fronted', expression: '{dns} | telegram-ws:sni={front}' },
        ...{ front: 'front.example', beatenBy: [] },
      },
    ];
    const { found, neutral, asked } = await searchIn({
      purpose: {
        ...{ purpose: 'chat', names: [], ports: [443] },
        samples: [[{ kind: 'obfuscated2', host: '149.154.167.51', port: 443, dc: 2 }]],
      },
      strategies,
      answers: (_, { id }) => {
        if (id === 'system') return unproven('connect', 'generic_timeout_error', undefined);
        return id.includes('sni=') ? proven() : unproven('tls', 'connection_reset', PUBLISHED);
      },
    });
    expect(found?.id).toContain('telegram-ws:sni=');
    expect([neutral, asked]).toEqual([[], ['kws.example']]);
  });

  test('asks for the name where only its first proof goes to an address', async () => {
    const { asked } = await searchIn({
      purpose: { ...web, samples: [[{ kind: 'noise', host: '192.0.2.1', port: 443 }], ...web.samples] },
      answers: (_, transport) => (isPlain(transport) ? unproven('resolve', 'dns_nxdomain_error') : proven()),
    });
    expect(asked).toEqual(['web.example']);
  });

  test('names the plain way that was quiet while it downloaded and proved itself after all', async () => {
    const { found, late, plainTried } = await searchIn({
      answers: () => proven(),
      takes: ({ kind }, transport) => (isPlain(transport) && kind === 'bulk' ? 1200 : 100),
    });
    expect(found?.id).toBe('doh:quad9');
    expect((await late)?.id).toBe('system');
    expect(plainTried).toBe(true);
  });

  test('does not go back to a late plain way that crawls (M4)', async () => {
    const { found, late } = await searchIn({
      answers: ({ kind }, transport) =>
        kind === 'bulk' && isPlain(transport)
          ? { ok: true, steps: [], bytes: 65536, bytesPerSecond: 4000 }
          : proven(),
      takes: ({ kind }, transport) => (isPlain(transport) && kind === 'bulk' ? 1200 : 100),
    });
    expect(found?.id).toBe('doh:quad9');
    expect(await late).toBeNull();
  });

  test('says honestly that nothing was found (F1)', async () => {
    const { found, attempts } = await searchIn({
      answers: () => unproven('tls', 'connection_reset', PUBLISHED),
    });
    expect(found).toBeNull();
    expect(attempts.map(({ transport }) => transport.id)).toEqual([
      'system',
      'doh:quad9 | tlsfrag:sni',
      'doh:quad9 | tcpfrag:sni',
    ]);
  });
});
