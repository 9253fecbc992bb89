import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { DialOptions } from '../model/dialer.ts';
import { createAuthority } from '../testing/authority.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { turns } from '../testing/event-loop.ts';
import { refusedPort } from '../testing/ports.ts';
import { startTlsServer } from '../testing/servers.ts';
import { createDirectDialer } from './direct.ts';
import type { Nat64 } from './nat64.ts';
import { roundTrip } from './round-trip.ts';
import { dialled, resolverOf, server, signal } from './testing/dialing.ts';
import { secure } from './tls-client.ts';

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
    await turns(50);
    expect(log).toEqual(['enter 127.0.0.1']);
    socket.write('hello');
    await expect.poll(() => log).toContain('leave 127.0.0.1');
    expect(socket.readableFlowing).toBe(null);
    expect(String((await once(socket, 'data'))[0])).toBe('answer');
  });

  it('sees the first byte under TLS too, which reads past the events of the socket', async () => {
    const authority = createAuthority();
    const tls = await closedAfterTest(startTlsServer(authority.issue(['chat.test'])));
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

  it.skipIf(process.platform !== 'linux')(
    'is asked, on Linux, when IPv4 turns out to lead nowhere',
    async () => {
      const { port } = await server(undefined, '::1');
      const { nat64, asked } = toLoopback(true);
      const dialer = createDirectDialer({ resolver: resolverOf([]), nat64 });
      // The kernel refuses to connect to the broadcast address; no packet is sent.
      const socket = await dialled(dialer.dial({ host: '255.255.255.255', port }, { signal }));
      expect(socket.remoteAddress).toBe('::1');
      expect(asked).toEqual(['255.255.255.255']);
    },
  );

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
