import type { Socket } from 'node:net';
import type { DecodedPacket } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { frame, replyTo, type Send, startTcpDnsServer } from '../../testing/dns-servers.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { refusedPort } from '../../testing/ports.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { netError } from '../../testing/streams.ts';
import { createTcpResolver } from './tcp.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function ask(port: number) {
  const clock = createFakeClock();
  const dialer = createLoopbackDialer();
  const resolver = createTcpResolver(
    {
      operator: {
        id: 'test',
        name: 'Test',
        country: 'ZZ',
        addresses: ['127.0.0.1'],
        plain: true,
        source: '',
      },
      dialer,
      clock,
      random: createSeededRandom(),
    },
    port,
  );
  closers.push(resolver.close);
  const resolve = (signal = new AbortController().signal) => resolver.resolve('web.example', 4, { signal });
  return { resolve, resolver, clock, dialer };
}

async function setUp(handle: (query: DecodedPacket, send: Send, socket: Socket) => void) {
  const server = await startTcpDnsServer(handle);
  closers.push(server.close);
  return { ...ask(server.port), server };
}

const honest = (query: DecodedPacket, send: Send) =>
  send(replyTo(query, { addresses: ['203.0.113.1'], ttl: 30 }));

describe('the TCP resolver', () => {
  it('asks over one connection, again and again', async () => {
    const { resolve, resolver, server } = await setUp(honest);
    expect(resolver.id).toBe('tcp:test');
    expect(await resolve()).toEqual({ addresses: ['203.0.113.1'], ttl: 30 });
    await Promise.all([resolve(), resolve()]);
    expect(server.accepted()).toBe(1);
  });

  it('gives up at its deadline on a server that trickles, and leaves nothing open', async () => {
    const { resolve, resolver, clock, dialer } = await setUp((query, _send, socket) => {
      const bytes = frame(replyTo(query, { addresses: ['203.0.113.1'] }));
      socket.write(bytes.subarray(0, 10));
    });
    const error = netError(resolve());
    await expect.poll(() => clock.sleepers()).toBe(1);
    await clock.advance(5_000);
    expect(await error).toMatchObject({ operation: 'resolve', failure: 'generic_timeout_error' });
    resolver.close();
    await expect.poll(() => dialer.open()).toBe(0);
  });

  it('names a refused connection', async () => {
    const { port } = await refusedPort();
    const error = await netError(ask(port).resolve());
    expect(error).toMatchObject({ operation: 'resolve', failure: 'connection_refused' });
  });

  it('leaves no socket and no timer behind after many aborted questions', async () => {
    const { resolve, resolver, clock, dialer } = await setUp(() => undefined);
    for (let round = 0; round < 50; round += 1) {
      const controller = new AbortController();
      const asked = [1, 2, 3, 4].map(() => resolve(controller.signal));
      setImmediate(() => controller.abort(new Error('enough')));
      for (const outcome of await Promise.allSettled(asked)) expect(outcome.status).toBe('rejected');
    }
    resolver.close();
    expect(clock.sleepers()).toBe(0);
    await expect.poll(() => dialer.open()).toBe(0);
  });
});
