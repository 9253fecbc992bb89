import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Resolver } from '../model/resolver.ts';
import { turns } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { refusedPort } from '../testing/ports.ts';
import { createAddressBook } from './address-book.ts';
import { createDirectDialer } from './direct.ts';
import { roundTrip } from './round-trip.ts';
import { blackhole, dialled, resolverOf, server, signal, traced } from './testing/dialing.ts';

describe('createDirectDialer', () => {
  it('connects to a name and carries bytes both ways, half-close included', async () => {
    const { port } = await server((socket) => socket.pipe(socket));
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1']) });
    const socket = await dialled(dialer.dial({ host: 'chat.test', port }, { signal }));
    expect(socket.allowHalfOpen).toBe(true);
    socket.end('hello');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('hello');
  });

  it('notes the round trip and traces the connect', async () => {
    const { port } = await server();
    const { steps, trace } = traced();
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1']) });
    const socket = await dialled(dialer.dial({ host: 'chat.test', port }, { signal, trace }));
    expect(roundTrip(socket)).toBeGreaterThan(0);
    expect(roundTrip(socket)).toBeLessThan(1_000);
    expect(steps).toEqual([
      {
        operation: 'connect',
        startedAt: expect.any(Number),
        endedAt: expect.any(Number),
        failure: null,
        address: { host: '127.0.0.1', port },
      },
    ]);
  });

  it.each(['127.0.0.1', '::1'])('dials the literal %s without asking or judging', async (host) => {
    const { port } = await server(undefined, host);
    const resolver: Resolver = { id: 'system', resolve: () => Promise.reject(new Error('asked')) };
    const dialer = createDirectDialer({ resolver, judge: { judge: () => 'bogon' } });
    const socket = await dialled(dialer.dial({ host, port }, { signal }));
    expect(socket.remoteAddress).toBe(host);
  });

  it('prefers IPv6 and goes on at once when that is refused (N2)', async () => {
    const { port } = await server();
    const { connects, trace } = traced();
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.2', '127.0.0.1'], ['::1']) });
    const socket = await dialled(dialer.dial({ host: 'chat.test', port }, { signal, trace }));
    expect(socket.remoteAddress).toBe('127.0.0.1');
    expect(connects()).toEqual(['::1 connection_refused', '127.0.0.2 connection_refused', '127.0.0.1 ok']);
  });

  it.skipIf(process.platform !== 'linux')(
    'does not wait, on Linux, for an address that swallows packets',
    async () => {
      const { port } = await blackhole();
      await server(undefined, '127.0.0.2', port);
      const { connects, trace } = traced();
      const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1', '127.0.0.2']) });
      const socket = await dialled(dialer.dial({ host: 'chat.test', port }, { signal, trace }));
      expect(socket.remoteAddress).toBe('127.0.0.2');
      // Interrupted, not timed out: the other one was there first.
      await expect.poll(connects).toEqual(expect.arrayContaining(['127.0.0.1 interrupted', '127.0.0.2 ok']));
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'gives up, on Linux, on silence after the connect timeout (N1)',
    async () => {
      const { host, port } = await blackhole();
      const dialer = createDirectDialer({ resolver: resolverOf([]), timeouts: { connectMs: 50 } });
      await expect(dialer.dial({ host, port }, { signal })).rejects.toThrow('connect: generic_timeout_error');
    },
  );

  it('gives up on a silent resolver after the resolve timeout (N1)', async () => {
    const resolver: Resolver = {
      id: 'system',
      resolve: (_, __, options) =>
        new Promise((_, reject) =>
          options.signal.addEventListener('abort', () => reject(options.signal.reason)),
        ),
    };
    const dialer = createDirectDialer({ resolver, timeouts: { resolveMs: 20 } });
    await expect(dialer.dial({ host: 'chat.test', port: 443 }, { signal })).rejects.toThrow(
      'resolve: generic_timeout_error',
    );
  });

  it('tells what failed: the name, the connect, or nothing there', async () => {
    const { port } = await refusedPort();
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1']) });
    const dial = (host: string) => dialer.dial({ host, port }, { signal });
    await expect(dial('chat.test')).rejects.toThrow('connect: connection_refused');
    await expect(dial('other.test')).rejects.toThrow('resolve: dns_nxdomain_error');
    const empty = createDirectDialer({ resolver: resolverOf([]) });
    await expect(empty.dial({ host: 'chat.test', port }, { signal })).rejects.toThrow(
      'resolve: dns_no_answer',
    );
  });

  it('does not dial forged addresses, and says so when there is no other (N5)', async () => {
    const { port, accepted } = await server(undefined, '127.0.0.1');
    const judge = {
      judge: (address: string) => {
        if (address === '127.0.0.1') return 'bogon';
        return address === '::1' ? 'block-page' : 'plausible';
      },
    } as const;
    const dial = (resolver: Resolver) =>
      createDirectDialer({ resolver, judge }).dial({ host: 'chat.test', port }, { signal });
    await expect(dial(resolverOf(['127.0.0.1']))).rejects.toThrow('resolve: dns_bogon_error');
    await expect(dial(resolverOf([], ['::1']))).rejects.toThrow('resolve: x_dns_block_page');
    await expect(dial(resolverOf(['127.0.0.1', '127.0.0.9']))).rejects.toThrow('connect: connection_refused');
    expect(accepted()).toBe(0);
  });

  it('tries an address that was just hit last (N15)', async () => {
    const { port } = await server(undefined, '127.0.0.1');
    await server(undefined, '127.0.0.2', port);
    const book = createAddressBook({ clock: createFakeClock() });
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1', '127.0.0.2']), book });
    const first = await dialled(dialer.dial({ host: 'chat.test', port }, { signal }));
    expect(first.remoteAddress).toBe('127.0.0.1');
    book.hit('127.0.0.1', port);
    const second = await dialled(dialer.dial({ host: 'chat.test', port }, { signal }));
    expect(second.remoteAddress).toBe('127.0.0.2');
  });

  it('tries an address that was just hit after those of the other family (N15)', async () => {
    const { port } = await refusedPort();
    await server(undefined, '::1', port);
    await server(undefined, '127.0.0.1', port);
    const book = createAddressBook({ clock: createFakeClock() });
    const both = resolverOf(['127.0.0.1'], ['::1']);
    const ipv4First: Resolver = {
      id: 'system',
      resolve: async (name, family, options) => {
        if (family === 6) await turns(5);
        return both.resolve(name, family, options);
      },
    };
    const dialer = createDirectDialer({ resolver: ipv4First, book });
    book.hit('::1', port);
    const socket = await dialled(dialer.dial({ host: 'chat.test', port }, { signal }));
    expect(socket.remoteAddress).toBe('127.0.0.1');
  });

  it('survives a reset that comes before anybody listens', async () => {
    const { port } = await server((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const dialer = createDirectDialer({ resolver: resolverOf([]) });
    const socket = await dialled(dialer.dial({ host: '127.0.0.1', port }, { signal }));
    socket.write('hello');
    await expect.poll(() => socket.destroyed).toBe(true);
  });
});

describe('an abort', () => {
  it("ends the dial with the signal's reason and leaves no connection (N1)", async () => {
    const { port, open } = await server();
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1']) });
    const controller = new AbortController();
    const dialing = dialer.dial({ host: 'chat.test', port }, { signal: controller.signal });
    controller.abort('enough');
    await expect(dialing).rejects.toBe('enough');
    const before = { signal: AbortSignal.abort('before') };
    await expect(dialer.dial({ host: 'chat.test', port }, before)).rejects.toBe('before');
    await expect.poll(open).toBe(0);
  });

  it('no longer matters once the dial is done', async () => {
    const { port } = await server((socket) => socket.pipe(socket));
    const controller = new AbortController();
    const dialer = createDirectDialer({ resolver: resolverOf([]) });
    const socket = await dialled(dialer.dial({ host: '127.0.0.1', port }, { signal: controller.signal }));
    controller.abort();
    socket.write('still here');
    expect(String((await once(socket, 'data'))[0])).toBe('still here');
  });
});
