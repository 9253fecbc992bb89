import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { IpFamily } from '../model/address.ts';
import type { DialOptions } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Step } from '../model/trace.ts';
import { createAuthority } from '../testing/authority.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import {
  refusedPort,
  startBlackhole,
  startServer,
  startTlsServer,
  type TestServer,
} from '../testing/servers.ts';
import { createAddressBook } from './address-book.ts';
import { createDirectDialer } from './direct.ts';
import type { Nat64 } from './nat64.ts';
import { roundTrip } from './round-trip.ts';
import { systemClock } from './system-clock.ts';
import { secure } from './tls-client.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function server(...options: Parameters<typeof startServer>): Promise<TestServer> {
  const started = await startServer(...options);
  cleanups.push(started.close);
  return started;
}

async function blackhole() {
  const hole = await startBlackhole();
  cleanups.push(hole.close);
  return hole;
}

/** Knows one name, `chat.test`. */
function resolverOf(ipv4: readonly string[], ipv6: readonly string[] = []): Resolver {
  const known: Record<IpFamily, readonly string[]> = { 4: ipv4, 6: ipv6 };
  return {
    id: 'system',
    async resolve(name, family) {
      if (name !== 'chat.test') throw new NetError('resolve', 'dns_nxdomain_error');
      if (known[family].length === 0) throw new NetError('resolve', 'dns_no_answer');
      return { addresses: known[family], ttl: 60 };
    },
  };
}

const { signal } = new AbortController();

async function dialled(dialing: Promise<Duplex>): Promise<Socket> {
  const stream = await dialing;
  if (!(stream instanceof Socket)) throw new Error('not a socket');
  cleanups.push(async () => void stream.destroy());
  return stream;
}

function traced() {
  const steps: Step[] = [];
  const connects = () =>
    steps.flatMap((step) =>
      step.operation === 'connect' ? [`${step.address.host} ${step.failure ?? 'ok'}`] : [],
    );
  return { steps, connects, trace: (step: Step) => steps.push(step) };
}

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

  it.skipIf(process.platform !== 'linux')('does not wait for an address that swallows packets', async () => {
    const { port } = await blackhole();
    await server(undefined, '127.0.0.2', port);
    const { connects, trace } = traced();
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1', '127.0.0.2']) });
    const startedAt = performance.now();
    const socket = await dialled(dialer.dial({ host: 'chat.test', port }, { signal, trace }));
    expect(socket.remoteAddress).toBe('127.0.0.2');
    expect(performance.now() - startedAt).toBeLessThan(900);
    await expect.poll(connects).toEqual(expect.arrayContaining(['127.0.0.1 interrupted', '127.0.0.2 ok']));
  });

  it.skipIf(process.platform !== 'linux')('gives up on silence after the connect timeout (N1)', async () => {
    const { host, port } = await blackhole();
    const dialer = createDirectDialer({ resolver: resolverOf([]), timeouts: { connectMs: 50 } });
    await expect(dialer.dial({ host, port }, { signal })).rejects.toThrow('connect: generic_timeout_error');
  });

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
    const { port } = await server(undefined, '::1');
    await server(undefined, '127.0.0.1', port);
    const book = createAddressBook({ clock: createFakeClock() });
    const both = resolverOf(['127.0.0.1'], ['::1']);
    const ipv4First: Resolver = {
      id: 'system',
      resolve: async (name, family, options) => {
        if (family === 6) await systemClock.sleep(5);
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

describe('the gate', () => {
  function countingGate() {
    const log: string[] = [];
    const gate: NonNullable<DialOptions['gate']> = {
      async enter(address) {
        log.push(`enter ${address}`);
        return () => log.push(`leave ${address}`);
      },
    };
    return { gate, log };
  }

  it('is held until the first byte from the server, and steals none of them (N14)', async () => {
    const { port } = await server((socket) => socket.once('data', () => socket.write('answer')));
    const { gate, log } = countingGate();
    const dialer = createDirectDialer({ resolver: resolverOf([]) });
    const socket = await dialled(dialer.dial({ host: '127.0.0.1', port }, { signal, gate }));
    await systemClock.sleep(40);
    expect(log).toEqual(['enter 127.0.0.1']);
    socket.write('hello');
    await expect.poll(() => log).toContain('leave 127.0.0.1');
    expect(socket.readableFlowing).toBe(null);
    expect(String((await once(socket, 'data'))[0])).toBe('answer');
  });

  it('sees the first byte under TLS too, which reads past the events of the socket', async () => {
    const authority = createAuthority();
    const tls = await startTlsServer(authority.issue(['chat.test']));
    cleanups.push(tls.close);
    const { gate, log } = countingGate();
    const dialer = createDirectDialer({ resolver: resolverOf(['127.0.0.1']) });
    const socket = await dialled(dialer.dial({ host: 'chat.test', port: tls.port }, { signal, gate }));
    const names = { serverName: 'chat.test', verifyName: 'chat.test' };
    const secured = await secure(socket, { ...names, roots: [authority.cert], signal });
    await expect.poll(() => log).toEqual(['enter 127.0.0.1', 'leave 127.0.0.1']);
    expect(secured.destroyed).toBe(false);
    expect(roundTrip(secured)).toBe(roundTrip(socket));
  });

  it('is left by a refused connect, and by a stream that ends or dies unanswered', async () => {
    const dialer = createDirectDialer({ resolver: resolverOf([]) });
    const refused = countingGate();
    const nobody = await refusedPort();
    await expect(dialer.dial(nobody, { signal, gate: refused.gate })).rejects.toThrow();
    expect(refused.log).toEqual(['enter 127.0.0.1', 'leave 127.0.0.1']);

    const { port } = await server((socket) => socket.end());
    const ended = countingGate();
    const ending = await dialled(dialer.dial({ host: '127.0.0.1', port }, { signal, gate: ended.gate }));
    ending.resume();
    await expect.poll(() => ended.log).toContain('leave 127.0.0.1');

    const silent = await server();
    const died = countingGate();
    const dying = await dialled(dialer.dial(silent, { signal, gate: died.gate }));
    dying.destroy();
    await expect.poll(() => died.log).toContain('leave 127.0.0.1');
  });
});

describe('NAT64', () => {
  /** One that leads every IPv4 address to ::1. */
  const toLoopback = (hasIpv4: boolean, leadsTo: readonly string[] = ['::1']) => {
    const asked: string[] = [];
    const nat64: Nat64 = {
      hasIpv4: () => hasIpv4,
      async synthesise(address) {
        asked.push(address);
        return leadsTo;
      },
      reset: () => undefined,
    };
    return { nat64, asked };
  };

  it('carries IPv4 literals and names where this computer has only IPv6 (N3)', async () => {
    const { port } = await server(undefined, '::1');
    const { nat64 } = toLoopback(false);
    const dialer = createDirectDialer({ resolver: resolverOf(['192.0.2.1']), nat64 });
    for (const host of ['192.0.2.1', 'chat.test']) {
      const socket = await dialled(dialer.dial({ host, port }, { signal }));
      expect(socket.remoteAddress).toBe('::1');
    }
  });

  it.skipIf(process.platform !== 'linux')('is asked when IPv4 turns out to lead nowhere', async () => {
    const { port } = await server(undefined, '::1');
    const { nat64, asked } = toLoopback(true);
    const dialer = createDirectDialer({ resolver: resolverOf([]), nat64 });
    // The kernel refuses to connect to the broadcast address; no packet is sent.
    const socket = await dialled(dialer.dial({ host: '255.255.255.255', port }, { signal }));
    expect(socket.remoteAddress).toBe('::1');
    expect(asked).toEqual(['255.255.255.255']);
  });

  it('is left alone where IPv4 works or fails otherwise', async () => {
    const { port } = await server();
    const { nat64, asked } = toLoopback(true);
    const dialer = createDirectDialer({ resolver: resolverOf([]), nat64 });
    await dialled(dialer.dial({ host: '127.0.0.1', port }, { signal }));
    await expect(dialer.dial(await refusedPort(), { signal })).rejects.toThrow('connection_refused');
    expect(asked).toEqual([]);
  });

  it('tries every address it gives, and IPv4 itself where it gives none', async () => {
    const { port } = await server(undefined, '::1');
    const several = toLoopback(false, ['::ffff:127.0.0.9', '::1']);
    const dialer = createDirectDialer({ resolver: resolverOf([]), nat64: several.nat64 });
    const socket = await dialled(dialer.dial({ host: '192.0.2.1', port }, { signal }));
    expect(socket.remoteAddress).toBe('::1');
    const ipv4 = await server();
    const none = createDirectDialer({ resolver: resolverOf([]), nat64: toLoopback(false, []).nat64 });
    expect((await dialled(none.dial(ipv4, { signal }))).remoteAddress).toBe('127.0.0.1');
  });
});
