import { expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import type { Resolver } from '../../model/resolver.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createDeepTools } from '../testing/deep-tools.ts';
import { askAtAddress, askBook } from './look-up.ts';

const HOST = 'stun.test';
const BOGON = '10.10.34.34';
const { signal } = new AbortController();
const world = { places: {}, roots: [], clock: createFakeClock(), forged: [BOGON] };

test('a forged address is named as a failure and kept: it is the proof (N5, R3)', async () => {
  const tools = createDeepTools({ ...world, books: { system: { [HOST]: [BOGON] } } });
  const answer = await askBook('system', HOST, tools, signal);
  expect(answer.steps).toMatchObject([{ failure: 'dns_bogon_error', addresses: [BOGON] }]);
});

test('who is asked by datagrams is looked up elsewhere where the first address book lies', async () => {
  const books = { system: { [HOST]: [BOGON] }, 'doh:quad9': { [HOST]: ['192.0.2.5'] } };
  const asked: HostPort[] = [];
  const talk = async (to: HostPort) => void asked.push(to);
  const tools = createDeepTools({ ...world, books });
  const attempt = await askAtAddress({ host: HOST, port: 3478 }, 'stun', tools, signal, talk);
  expect([attempt.failure, asked]).toEqual([null, [{ host: '192.0.2.5', port: 3478 }]]);
  expect(attempt.steps).toMatchObject([{ resolver: 'system' }, { resolver: 'doh:quad9' }]);
});

test('where IPv4 leads nowhere IPv6 is asked, and where both lead nowhere nobody was', async () => {
  const both: Resolver = {
    id: 'system',
    resolve: async (_, family) => ({ addresses: [family === 4 ? '192.0.2.5' : '2001:db8::5'], ttl: 0 }),
  };
  const tools = { ...createDeepTools({ ...world, books: {} }), resolver: () => both };
  const ask = (isReached: (host: string) => boolean) =>
    askAtAddress({ host: HOST, port: 3478 }, 'stun', tools, signal, async ({ host }) => {
      if (!isReached(host)) throw new NetError('dialogue', 'network_unreachable');
    });
  expect(await ask((host) => host.includes(':'))).toMatchObject({ failure: null });
  expect(await ask(() => false)).toMatchObject({ failure: 'network_unreachable' });
});
