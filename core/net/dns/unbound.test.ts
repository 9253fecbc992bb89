import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IpFamily } from '../../model/address.ts';
import type { Operator } from '../../model/operators.ts';
import type { Resolver } from '../../model/resolver.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { netError } from '../../testing/streams.ts';
import { hasUnbound, startUnbound, type Unbound } from '../../testing/unbound.ts';
import { udpDialer } from '../packet.ts';
import { systemClock } from '../system-clock.ts';
import { createDohResolver } from './doh.ts';
import { createDotResolver } from './dot.ts';
import { createTcpResolver } from './tcp.ts';
import { createUdpResolver } from './udp.ts';

const unending = () => new AbortController().signal;
const MANY = Array.from({ length: 60 }, (_, index) => `203.0.113.${index + 1}`);
const RECORDS = [
  'web.example. 120 IN A 203.0.113.1',
  'web.example. 120 IN A 203.0.113.2',
  'web.example. 120 IN AAAA 2001:db8::1',
  'four.example. 60 IN A 203.0.113.4',
  ...MANY.concat(MANY.map((address) => address.replace('203.0.113', '203.0.114'))).map(
    (address) => `many.example. 60 IN A ${address}`,
  ),
];

if (!hasUnbound) it.skip('resolvers against a real server: unbound is not installed', () => undefined);

describe.runIf(hasUnbound)('against unbound', () => {
  let unbound: Unbound;
  const resolvers = new Map<string, Resolver & { close?: () => void }>();
  const dialer = createLoopbackDialer();

  beforeAll(async () => {
    unbound = await startUnbound(RECORDS);
    const operator: Operator = {
      id: 'lab',
      name: 'Lab',
      country: 'ZZ',
      addresses: ['::1', '127.0.0.1'],
      doh: { path: '/dns-query', port: unbound.httpsPort },
      dot: { port: unbound.tlsPort },
      plain: true,
      source: '',
    };
    const access = {
      operator,
      dialer,
      packetDialer: udpDialer,
      roots: [unbound.authority.cert],
      clock: systemClock,
      random: createSeededRandom(),
      isForged: () => false,
    };
    for (const resolver of [
      createDohResolver(access),
      createDotResolver(access),
      createTcpResolver(access, unbound.port),
      createUdpResolver(access, unbound.port),
    ]) {
      resolvers.set(resolver.id, resolver);
    }
  });
  afterAll(async () => {
    await unbound.stop();
  });

  const resolve = async (id: string, name: string, family: IpFamily) => {
    const resolver = resolvers.get(id);
    if (resolver === undefined) throw new Error(`no ${id}`);
    return resolver.resolve(name, family, { signal: unending() });
  };

  describe.each(['doh:lab', 'dot:lab', 'tcp:lab', 'udp:lab'])('%s', (id) => {
    it('gives the addresses of each family', async () => {
      const [four, six] = await Promise.all([resolve(id, 'web.example', 4), resolve(id, 'Web.Example', 6)]);
      expect([...four.addresses].sort()).toEqual(['203.0.113.1', '203.0.113.2']);
      expect(four.ttl).toBe(120);
      expect(six).toEqual({ addresses: ['2001:db8::1'], ttl: 120 });
    });

    it('tells a name that does not exist from one without such an address', async () => {
      expect((await netError(resolve(id, 'nowhere.example', 4))).failure).toBe('dns_nxdomain_error');
      expect((await netError(resolve(id, 'four.example', 6))).failure).toBe('dns_no_answer');
    });

    it('bounds a long answer, however it has to be fetched', async () => {
      const { addresses } = await resolve(id, 'many.example', 4);
      expect(addresses).toHaveLength(64);
    });

    it('answers fifty questions at one time', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => resolve(id, 'web.example', 4)));
      expect(answers.every(({ addresses }) => addresses.length === 2)).toBe(true);
    });
  });

  it('leaves no connection open once closed', async () => {
    for (const resolver of resolvers.values()) resolver.close?.();
    await expect.poll(() => dialer.open()).toBe(0);
  });
});
