import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { NetworkProxy } from '../model/network-proxy.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Step } from '../model/trace.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startServer } from '../testing/servers.ts';
import { netError, sendAndHear } from '../testing/streams.ts';
import { createAddressGate } from './address-gate.ts';
import { createDirectDialer } from './direct.ts';
import { createFollower } from './follow-proxy.ts';
import { systemClock as clock } from './system-clock.ts';

const never = new AbortController().signal;
const resolverOf = (id: string): Resolver => ({
  id,
  resolve: async () => ({ addresses: ['192.0.2.7'], ttl: 60 }),
});
const system = resolverOf('system');
const WEB = { host: 'web.example', port: 443 };

/** A company's HTTP proxy that answers for every place itself, or refuses them all. */
async function startCompany(status = 200) {
  const asked: string[] = [];
  const server = await closedAfterTest(
    startServer((socket: Socket) => {
      socket.once('data', (head) => {
        asked.push(head.toString('latin1').split(' HTTP')[0] ?? '');
        socket.write(`HTTP/1.1 ${status} x\r\n\r\n`);
        socket.pipe(socket);
      });
    }),
  );
  const proxy: NetworkProxy = { protocol: 'http-proxy', host: server.host, port: server.port };
  return { asked, proxy, server };
}

function setUp() {
  const straight: string[] = [];
  const loopback = createLoopbackDialer();
  const follower = createFollower({
    systemResolver: system,
    direct: (resolver, reach) => {
      if (reach !== undefined) return createDirectDialer({ resolver, clock, reach });
      return {
        dial(target, options) {
          if (target.host.startsWith('127.')) return loopback.dial(target, options);
          straight.push(`${resolver.id} ${target.host}`);
          throw new Error('there is nothing out there');
        },
      };
    },
    roots: [],
    clock,
  });
  return { follower, straight };
}

test('what goes straight out goes through the network’s proxy, names unresolved, and back when it is left (C11)', async () => {
  const { asked, proxy } = await startCompany();
  const { follower, straight } = setUp();
  const dialer = follower.dialer(system);
  const gone = () => dialer.dial(WEB, { signal: never }).catch(() => 'nothing');
  expect([await gone(), follower.isFollowing()]).toEqual(['nothing', false]);
  follower.follow(async ({ host }) => (host === WEB.host ? proxy : null));
  const stream = await dialer.dial(WEB, { signal: never });
  expect(await sendAndHear(stream, 'hello')).toBe('hello');
  stream.destroy();
  await dialer.dial({ host: 'past.example', port: 443 }, { signal: never }).catch(() => undefined);
  follower.follow(null);
  await gone();
  expect(asked).toEqual(['CONNECT web.example:443']);
  expect(straight).toEqual(['system web.example', 'system past.example', 'system web.example']);
});

test('a whole request goes to an HTTP proxy itself, with what that knows the person by (C11)', async () => {
  const { asked, proxy } = await startCompany();
  const { follower } = setUp();
  expect(await follower.requestProxy(WEB, never)).toBeNull();
  follower.follow(async () => ({ ...proxy, credentials: { username: 'lab', password: 'ä' } }));
  const by = await follower.requestProxy(WEB, never);
  expect(by?.authorization).toBe('Basic bGFiOsOk');
  const stream = await by?.dialer.dial(WEB, { signal: never });
  stream?.write('GET http://web.example/ HTTP/1.1\r\n\r\n');
  await expect.poll(() => asked).toEqual(['GET http://web.example/']);
  stream?.destroy();
  follower.follow(async () => ({ ...proxy, protocol: 'socks5' }));
  expect(await follower.requestProxy(WEB, never)).toBeNull();
});

test('another resolver’s addresses go through it as they are; its own address is no evidence of theirs (C11)', async () => {
  const { asked, proxy } = await startCompany();
  const { follower } = setUp();
  follower.follow(async () => proxy);
  const steps: Step[] = [];
  const stream = await follower
    .dialer(resolverOf('doh:quad9'))
    .dial(WEB, { signal: never, trace: (step) => steps.push(step) });
  stream.destroy();
  expect(asked).toEqual(['CONNECT 192.0.2.7:443']);
  expect(steps.filter(({ operation }) => operation === 'connect')).toEqual([]);
  expect(steps).toMatchObject([{ operation: 'proxy', protocol: 'http-proxy', failure: null }]);
});

test('what it forbids is named (N11), and its place at the far address’ gate is given back (N14)', async () => {
  const { proxy } = await startCompany(403);
  const { follower } = setUp();
  follower.follow(async () => proxy);
  const gate = createAddressGate(1);
  for (const _ of [1, 2]) {
    const error = await netError(follower.dialer(system).dial(WEB, { signal: never, gate }));
    expect(error).toMatchObject({ operation: 'proxy', failure: 'x_proxy_forbidden_target' });
  }
});

test('two handshakes wait at the far address, not at the proxy’s, until the first byte behind its reply (N14)', async () => {
  const { proxy } = await startCompany();
  const { follower } = setUp();
  follower.follow(async () => proxy);
  const gate = createAddressGate(1);
  const dial = (host: string) => follower.dialer(system).dial({ host, port: 443 }, { signal: never, gate });
  const [first, other] = await Promise.all([dial('a.example'), dial('b.example')]);
  let hasSecond = false;
  const second = dial('a.example').then((stream) => {
    hasSecond = true;
    return stream;
  });
  expect(await sendAndHear(other, 'x')).toBe('x');
  expect(hasSecond).toBe(false);
  expect(await sendAndHear(first, 'x')).toBe('x');
  for (const stream of [first, other, await second]) stream.destroy();
});
