import { describe, expect, test } from 'vitest';
import { NetError } from '../model/failure.ts';
import type { RouteKey } from '../model/route.ts';
import { createRouteTable, type RouteTableOptions } from './route-table.ts';
import { namedTransport } from './testing.ts';

const key: RouteKey = { messenger: 'signal', purpose: 'chat' };
const plain = namedTransport('system', 'plain');
const shaped = namedTransport('doh:quad9 | tlsfrag:sni');
const server = namedTransport('server:a', 'server');
const target = { host: 'chat.signal.org', port: 443 };
const reset = new NetError('tls', 'connection_reset');

function ofSignal(host: string) {
  const data = { purpose: 'chat' as const, samples: [], names: [], ports: [443] };
  return host === target.host ? { key, data } : null;
}

function table(options: Partial<RouteTableOptions> = {}) {
  const troubles: string[] = [];
  const routes = createRouteTable({
    match: ({ host, port }) => (port === target.port ? ofSignal(host) : null),
    matchDatagram: ({ host }) => ofSignal(host),
    isForged: () => false,
    onlyThrough: new Set(),
    fallbacks: () => [plain, shaped, server],
    onTrouble: (_, { id }) => troubles.push(id),
    ...options,
  });
  return { routes, troubles };
}

function rungs(decision: ReturnType<ReturnType<typeof table>['routes']['decide']>) {
  return decision.kind === 'route' ? decision.rungs.map(({ id }) => id) : decision.kind;
}

describe('the route table', () => {
  test('lets what is no messenger’s go straight out (D5)', () => {
    expect(table().routes.decide({ host: 'example.org', port: 443 })).toEqual({ kind: 'direct' });
  });

  test('keeps a messenger’s datagrams to its ways on any port, where streams would go straight out (D11)', () => {
    const { routes } = table();
    routes.set(key, server);
    const calls = { ...target, port: 3478 };
    expect(rungs(routes.decide(calls))).toBe('direct');
    expect(rungs(routes.decideDatagram(calls))).toEqual([server.id, plain.id, shaped.id]);
    expect(rungs(routes.decideDatagram({ host: 'example.org', port: 3478 }))).toBe('direct');
  });

  test('puts the proven way first and each fall-back once after it', () => {
    const { routes } = table();
    routes.set(key, shaped);
    expect(rungs(routes.decide(target))).toEqual([shaped.id, plain.id, server.id]);
  });

  test('never falls back on the bare network for a messenger that may only use proven ways (D7)', () => {
    const { routes } = table({ onlyThrough: new Set(['signal']) });
    routes.set(key, server);
    expect(rungs(routes.decide(target))).toEqual([server.id, shaped.id]);
  });

  test('refuses rather than leak when only proven ways are allowed and there is none (D7)', () => {
    const { routes } = table({ onlyThrough: new Set(['signal']), fallbacks: () => [plain] });
    expect(routes.decide(target).kind).toBe('refuse');
  });

  test('does not take a plain way, though proven, for a messenger that may not go bare (D7)', () => {
    const { routes } = table({ onlyThrough: new Set(['signal']), fallbacks: () => [] });
    routes.set(key, plain);
    expect(routes.decide(target).kind).toBe('refuse');
  });

  test('forgets a way that is gone, and how often it failed', () => {
    const { routes, troubles } = table();
    routes.set(key, shaped);
    routes.failed(key, shaped, reset);
    routes.delete(key);
    expect(routes.get(key)).toBeUndefined();
    expect(rungs(routes.decide(target))).toEqual([plain.id, shaped.id, server.id]);
    routes.set(key, shaped);
    routes.failed(key, shaped, reset);
    expect(troubles).toEqual([]);
  });

  test('calls for a new search when a fall-back fails or freezes while there is no way', () => {
    const { routes, troubles } = table();
    routes.failed(key, plain, reset);
    routes.froze(key, server, 16_000);
    expect(troubles).toEqual([plain.id, server.id]);
  });

  test('calls for a new search after two failures in a row, not after one', () => {
    const { routes, troubles } = table();
    routes.set(key, shaped);
    routes.failed(key, shaped, reset);
    routes.carried(key, shaped);
    routes.failed(key, shaped, reset);
    expect(troubles).toEqual([]);
    routes.failed(key, shaped, reset);
    expect(troubles).toEqual([shaped.id]);
  });

  test('calls for a new search at once when a download froze', () => {
    const { routes, troubles } = table();
    routes.set(key, shaped);
    routes.froze(key, shaped, 16_000);
    expect(troubles).toEqual([shaped.id]);
  });

  test('does not blame the route for a fall-back’s failure', () => {
    const { routes, troubles } = table();
    routes.set(key, shaped);
    for (let count = 0; count < 5; count++) routes.failed(key, plain, reset);
    expect(troubles).toEqual([]);
  });
});
