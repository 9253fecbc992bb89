import { once } from 'node:events';
import { createServer } from 'node:net';
import { duplexPair } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamDialer } from '../model/dialer.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { turns, until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { checkAsync } from '../testing/fuzz.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { refusedPort } from '../testing/ports.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { echo, sendAndHear } from '../testing/streams.ts';
import {
  askTunnel,
  closed,
  connectTo,
  createTestTable,
  failingDialer,
  hearAll,
  openProxy,
  openTunnel,
  proxyWith,
  route,
  transport,
} from './harness.ts';

async function echoServer(): Promise<TestServer & { readonly name: string }> {
  const server = await closedAfterTest(startServer(echo));
  return { ...server, name: `127.0.0.1:${server.port}` };
}

/** Dials nobody, for as long as it is let. */
function hangingDialer(): StreamDialer & { underWay(): number } {
  let count = 0;
  return {
    underWay: () => count,
    dial: (_target, { signal }) => {
      count += 1;
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          count -= 1;
          reject(signal.reason);
        });
      });
    },
  };
}

describe('the port', () => {
  test('is the same on 127.0.0.1 and ::1', async () => {
    const proxy = await proxyWith();
    const server = await echoServer();
    for (const address of proxy.addresses) {
      const socket = await connectTo(proxy, address);
      expect(await askTunnel(socket, server.name)).toBe('200');
      socket.destroy();
    }
    expect(proxy.addresses[0]).toBe('127.0.0.1');
  });

  test('is the one that was asked for, if it is free', async () => {
    const { port } = await refusedPort();
    expect((await proxyWith({ port })).port).toBe(port);
  });

  test.each(['127.0.0.1', '::1'])(
    'is another one where that is taken on %s, and this is told',
    async (host) => {
      const other = createServer().listen(0, host);
      const outcome = await Promise.race([once(other, 'listening'), once(other, 'error')]);
      const address = other.address();
      if (outcome.length > 0 || typeof address !== 'object' || address === null) return;
      const lines: string[] = [];
      const proxy = await proxyWith({ port: address.port, log: (line) => lines.push(line) });
      expect(proxy.port).not.toBe(address.port);
      expect(lines).toEqual([`Port ${address.port} was taken; listening on ${proxy.port} instead.`]);
      other.close();
    },
  );

  test('is bound to loopback only (D1)', async () => {
    const proxy = await proxyWith();
    const everywhere = createServer().listen(proxy.port, '127.0.0.2');
    await once(everywhere, 'listening');
    everywhere.close();
  });
});

describe('limits', () => {
  test('a client that does not say what it wants is closed after ten seconds', async () => {
    const clock = createFakeClock();
    const proxy = await proxyWith({ clock });
    const clients = await Promise.all(
      ['', '\x05', '\x05\x01\x00', 'CONN', '\x04\x01'].map(async (start) => {
        const socket = await connectTo(proxy);
        socket.resume().write(start);
        return socket;
      }),
    );
    await until(() => clock.sleepers() === clients.length);
    await clock.advance(9_900);
    expect(clients.filter((socket) => socket.closed)).toEqual([]);
    await clock.advance(200);
    await Promise.all(
      clients.map(async (socket) => {
        if (!socket.readableEnded) await Promise.race([once(socket, 'end'), closed(socket)]);
        socket.destroy();
      }),
    );
    await until(() => proxy.connections() === 0);
    expect(clock.sleepers()).toBe(0);
  });

  test('one connection too many is turned away, and let in when another has left', async () => {
    const lines: string[] = [];
    const proxy = await proxyWith({ limits: { connections: 2 }, log: (line) => lines.push(line) });
    const server = await echoServer();
    const [first, second] = [await openTunnel(proxy, server.name), await openTunnel(proxy, server.name)];
    const third = await connectTo(proxy);
    expect(['', 'reset']).toContain(await hearAll(third));
    expect(lines).toEqual(['More than 2 connections at once: one was turned away.']);
    first.destroy();
    await until(() => proxy.connections() === 1);
    const fourth = await openTunnel(proxy, server.name);
    expect(await sendAndHear(fourth, 'in')).toBe('in');
    for (const socket of [second, third, fourth]) socket.destroy();
  });

  test('so many dials to one target, not more; others are not held up', async () => {
    const direct = hangingDialer();
    const proxy = await proxyWith({ direct, limits: { dialsPerTarget: 3 } });
    const hanging = await Promise.all([1, 2, 3].map(() => connectTo(proxy)));
    for (const socket of hanging) void askTunnel(socket, 'slow.example:80');
    await until(() => direct.underWay() === 3);
    expect(await askTunnel(await connectTo(proxy), 'slow.example:80')).toBe('502');
    const other = await connectTo(proxy);
    void askTunnel(other, 'other.example:80');
    await until(() => direct.underWay() === 4);
    for (const socket of [...hanging, other]) socket.resetAndDestroy();
    await until(() => direct.underWay() === 0);
  });

  test('a dial that leads nowhere is given up after its time (N1)', async () => {
    const clock = createFakeClock();
    const direct = hangingDialer();
    const proxy = await proxyWith({ clock, direct });
    const status = askTunnel(await connectTo(proxy), 'slow.example:80');
    await until(() => direct.underWay() === 1);
    await clock.advance(30_000);
    expect(await status).toBe('504');
    expect(direct.underWay()).toBe(0);
  });

  test('a rung that leads nowhere is given up sooner while there is another', async () => {
    const clock = createFakeClock();
    const server = await echoServer();
    const loopback = createLoopbackDialer();
    const good: StreamDialer = { dial: (_target, options) => loopback.dial(server, options) };
    const hanging = hangingDialer();
    const table = createTestTable(() => route([transport('hanging', hanging), transport('good', good)]));
    const proxy = await proxyWith({ clock, table });
    const status = askTunnel(await connectTo(proxy), 'web.whatsapp.com:80');
    await until(() => hanging.underWay() === 1);
    await clock.advance(8_000);
    expect(await status).toBe('200');
    expect(table.told).toEqual(['hanging failed: generic_timeout_error']);
  });
});

describe('closing', () => {
  test('ends clients in every stage, and every dial, within a second, and leaves nothing open', async () => {
    const dialled = createLoopbackDialer();
    const hanging = hangingDialer();
    const server = await startServer();
    const direct: StreamDialer = {
      dial: (target, options) => (target.host === 'slow.example' ? hanging : dialled).dial(target, options),
    };
    const proxy = await openProxy({ direct });
    const target = `127.0.0.1:${server.port}`;
    const clients = [
      await connectTo(proxy),
      await openTunnel(proxy, target),
      await openTunnel(proxy, target),
      await connectTo(proxy),
      await connectTo(proxy),
    ];
    const [, busy, halfClosed, dialling, forwarding] = clients;
    busy?.write(Buffer.alloc(4_000_000));
    halfClosed?.end();
    dialling?.write('CONNECT slow.example:80 HTTP/1.1\r\n\r\n');
    forwarding?.write(`GET http://${target}/ HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until(() => hanging.underWay() === 1 && server.open() === 3);
    for (const client of clients) client.resume();
    const startedAt = performance.now();
    await proxy.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await until(() => hanging.underWay() === 0 && dialled.open() === 0);
    expect(proxy.connections()).toBe(0);
    for (const client of clients) client.destroy();
    await server.close();
  });

  test('leaves no socket behind after many short connections', async () => {
    const direct = createLoopbackDialer();
    const server = await echoServer();
    const proxy = await proxyWith({ direct });
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        Array.from({ length: 40 }, async (_, at) => {
          const socket = await openTunnel(proxy, server.name);
          expect(await sendAndHear(socket, `hello ${at}`)).toBe(`hello ${at}`);
          if (at % 3 === 0) socket.resetAndDestroy();
          else socket.destroy();
        }),
      );
    }
    await until(() => proxy.connections() === 0 && direct.open() === 0 && server.open() === 0);
  });

  test('can be done twice, and gives the port back', async () => {
    const proxy = await openProxy();
    await proxy.close();
    await proxy.close();
    await (await openProxy({ port: proxy.port })).close();
  });
});

test('takes anything from anybody, in any pieces, and goes on serving (N8)', async () => {
  const proxy = await proxyWith({ direct: failingDialer('connection_refused') });
  const starts = fc.constantFrom(
    '',
    '\x05\x01\x00',
    '\x05\x02\x00\x02',
    '\x04\x01',
    'CONNECT ',
    'GET http://',
    'GET /',
  );
  const rest = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 4 });
  await checkAsync(
    fc.asyncProperty(starts, rest, async (start, pieces) => {
      const socket = await connectTo(proxy);
      socket.resume().write(Buffer.from(start, 'latin1'));
      for (const piece of pieces) {
        await turns(1);
        if (socket.writable) socket.write(piece);
      }
      socket.end();
      await Promise.race([closed(socket), once(socket, 'end')]).catch(() => undefined);
      socket.destroy();
    }),
  );
  await until(() => proxy.connections() === 0);
  expect(await askTunnel(await connectTo(proxy), 'a.example:80')).toBe('502');
});

test('a client that came in elsewhere is carried like one that came in here, and ended where nothing may carry it', async () => {
  const server = await echoServer();
  const table = createTestTable(({ host }) =>
    host === '127.0.0.1' ? { kind: 'direct' } : { kind: 'refuse', key: { messenger: 'x', purpose: 'chat' } },
  );
  const proxy = await proxyWith({ table, limits: { connections: 1 } });
  const [ours, theirs] = duplexPair();
  proxy.carry(theirs, server);
  expect(await sendAndHear(ours, 'across')).toBe('across');
  expect(proxy.connections()).toBe(1);
  const [, tooMany] = duplexPair();
  proxy.carry(tooMany, server);
  expect(tooMany.destroyed).toBe(true);
  ours.resume().end();
  await until(() => proxy.connections() === 0);
  const [, refused] = duplexPair();
  proxy.carry(refused, { host: '192.0.2.1', port: 443 });
  await until(() => refused.destroyed);
});
