import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import type { Step } from '../../model/trace.ts';
import { turns } from '../../testing/event-loop.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { refusedPort } from '../../testing/ports.ts';
import { startScriptedServer } from '../../testing/scripted-server.ts';
import { startServer } from '../../testing/servers.ts';
import { hear, netError, plainDuplex, sendAndHear } from '../../testing/streams.ts';
import {
  abortAtAnyMoment,
  failureOf,
  inner,
  leavesNothingDialled,
  never,
  scripted,
  target,
  tracked,
} from '../testing/upstream.ts';
import { createSocksDialer, type SocksVersion } from './socks.ts';
import type { Credentials } from './upstream.ts';

leavesNothingDialled();

const login: Credentials = { username: 'u-secret', password: 'p-secret' };
const GRANTED = '\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00';
const REQUEST = '\x05\x01\x00\x03\x0bweb.example\x01\xbb';

const dialer = (
  server: HostPort,
  credentials?: Credentials,
  version: SocksVersion = 'socks5',
  over: StreamDialer = inner,
) => createSocksDialer(over, version, { ...server, ...(credentials && { credentials }) });

describe('A SOCKS5 dialer', () => {
  test('sends the name unresolved, and user and password when asked', async () => {
    const open = await scripted('\x05\x00', GRANTED);
    (await dialer(open).dial(target, { signal: never })).destroy();
    expect(open.heard).toEqual([`\x05\x01\x00${REQUEST}`]);

    const locked = await scripted('\x05\x02', '\x01\x00', GRANTED);
    (await dialer(locked, login).dial(target, { signal: never })).destroy();
    expect(locked.heard).toEqual([`\x05\x02\x00\x02\x01\x08u-secret\x08p-secret${REQUEST}`]);
  });

  test('sends addresses as addresses', async () => {
    const server = await scripted('\x05\x00', GRANTED);
    (await dialer(server).dial({ host: '192.0.2.7', port: 1 }, { signal: never })).destroy();
    (await dialer(server).dial({ host: '2001:db8::1', port: 2 }, { signal: never })).destroy();
    expect(server.heard.map((bytes) => bytes.slice(3))).toEqual([
      '\x05\x01\x00\x01\xc0\x00\x02\x07\x00\x01',
      `\x05\x01\x00\x04\x20\x01\x0d\xb8${'\0'.repeat(11)}\x01\x00\x02`,
    ]);
  });

  test('keeps bytes that come with the reply, whatever address the reply has', async () => {
    for (const address of ['\x01\x7f\x00\x00\x01', `\x04${'\0'.repeat(16)}`, '\x03\x03a.b', '\x03\x00']) {
      const server = await scripted('\x05\x00', `\x05\x00\x00${address}\x00\x00SSH-2.0-early`, 'later');
      const stream = await dialer(server).dial(target, { signal: never });
      // Whoever listens a while later still gets all of it.
      await turns(20);
      expect(await hear(stream, 13)).toBe('SSH-2.0-early');
      expect(await sendAndHear(stream, 'hello')).toBe('later');
      stream.destroy();
    }
  });

  test('reads a reply that comes byte by byte', async () => {
    const server = await tracked(
      startServer((socket) => {
        let asked = 0;
        socket.setNoDelay(true).on('data', async () => {
          for (const byte of ['\x05\x00', GRANTED][asked++] ?? '') {
            socket.write(byte, 'latin1');
            await turns(1);
          }
        });
      }),
    );
    (await dialer(server).dial(target, { signal: never })).destroy();
  });

  test('works over a stream that is no net.Socket (N12)', async () => {
    const server = await scripted('\x05\x02', '\x01\x00', `${GRANTED}early`, 'later');
    const sockets = createLoopbackDialer();
    const over: StreamDialer = {
      dial: async (to, options) => plainDuplex(await sockets.dial(to, options)),
    };
    const stream = await dialer(server, login, 'socks5', over).dial(target, { signal: never });
    expect(await hear(stream, 5)).toBe('early');
    expect(await sendAndHear(stream, 'hello')).toBe('later');
    stream.destroy();
    await expect.poll(() => sockets.open()).toBe(0);
  });

  test.each<[string, string, (string | null)[]]>([
    ['closes at once', 'x_proxy_not_a_proxy', [null]],
    ['is an SSH server', 'x_proxy_not_a_proxy', ['SSH-2.0-x\r\n']],
    ['is an HTTP server', 'x_proxy_not_a_proxy', ['HTTP/1.1 400 Bad Request\r\n\r\n']],
    ['is a TLS server', 'x_proxy_not_a_proxy', ['\x15\x03\x01\x00\x02\x02\x0a']],
    ['accepts no method', 'x_proxy_bad_credentials', ['\x05\xff']],
    ['wants GSSAPI, which nobody offered', 'x_proxy_not_a_proxy', ['\x05\x01']],
    ['refuses the password', 'x_proxy_bad_credentials', ['\x05\x02', '\x01\x01']],
    ['hangs up on the password', 'x_proxy_bad_credentials', ['\x05\x02', null]],
    ['forbids the target', 'x_proxy_forbidden_target', ['\x05\x00', '\x05\x02\x00\x01\0\0\0\0\0\0']],
    ['cannot reach the network', 'x_proxy_far_end_failed', ['\x05\x00', '\x05\x03\x00\x01\0\0\0\0\0\0']],
    ['cannot reach the host', 'x_proxy_far_end_failed', ['\x05\x00', '\x05\x04\x00\x01\0\0\0\0\0\0']],
    ['is refused by the target', 'x_proxy_far_end_failed', ['\x05\x00', '\x05\x05']],
    ['hangs up on the target', 'x_proxy_far_end_failed', ['\x05\x00', null]],
    ['answers with another version', 'x_proxy_not_a_proxy', ['\x05\x00', '\x04\x5a\0\0\0\0\0\0']],
    [
      'answers with an address of no kind',
      'x_proxy_not_a_proxy',
      ['\x05\x00', '\x05\x00\x00\x09\0\0\0\0\0\0'],
    ],
    ['speaks out of turn', 'x_proxy_not_a_proxy', ['\x05\x02', `\x01\x00${GRANTED}`]],
  ])('tells that the server %s: %s (N11)', async (_, failure, answers) => {
    const server = await scripted(...answers);
    expect(await failureOf(dialer(server, login))).toBe(failure);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('believes nobody who speaks before being asked', async () => {
    const server = await tracked(
      startScriptedServer([], (socket) => socket.write('220 mail.example ESMTP\r\n')),
    );
    const early: StreamDialer = {
      async dial(to, options) {
        const stream = await inner.dial(to, options);
        await expect.poll(() => stream.read(0) === null && stream.readableLength > 0).toBe(true);
        return stream;
      },
    };
    expect(await failureOf(dialer(server, login, 'socks5', early))).toBe('x_proxy_not_a_proxy');
  });

  test('tells refused from unreachable (N11)', async () => {
    expect(await failureOf(dialer(await refusedPort()))).toBe('x_proxy_refused');
    expect(await failureOf(dialer({ host: 'proxy.example', port: 1080 }))).toBe('x_proxy_unreachable');
    const silent: StreamDialer = {
      dial: () => Promise.reject(new NetError('connect', 'generic_timeout_error')),
    };
    expect(await failureOf(dialer(target, undefined, 'socks5', silent))).toBe('x_proxy_unreachable');
  });

  test('gives up after 15 s of silence (N1)', async () => {
    const clock = createFakeClock();
    const server = await scripted();
    const steps: Step[] = [];
    const made = createSocksDialer(inner, 'socks5', server, { clock });
    const dialled = netError(made.dial(target, { signal: never, trace: (step) => steps.push(step) }));
    await expect.poll(() => server.heard[0]).toBe('\x05\x01\x00');
    await clock.advance(14_999);
    expect(steps).toEqual([]);
    await clock.advance(1);
    expect((await dialled).failure).toBe('x_proxy_timed_out');
    expect(steps).toEqual([
      { operation: 'proxy', protocol: 'socks5', startedAt: 0, endedAt: 15_000, failure: 'x_proxy_timed_out' },
    ]);
    expect(clock.sleepers()).toBe(0);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('aborted at any moment rejects with the reason and leaves no socket (N1)', async () => {
    const server = await scripted('\x05\x02', '\x01\x00', GRANTED);
    const outcomes = await abortAtAnyMoment(dialer(server, login));
    expect(outcomes.every(Boolean)).toBe(true);
    await expect.poll(() => inner.open() + server.open()).toBe(0);
  });

  test('never sends what the protocol has no room for', async () => {
    const server = await scripted('\x05\x00', GRANTED);
    const long = { username: 'u'.repeat(256), password: 'p' };
    expect(await failureOf(dialer(server, long))).toBe('x_proxy_bad_credentials');
    for (const host of ['a b', 'a\r\nb', 'мост.example', `${'a'.repeat(254)}`, 'fe80::1%eth0', '']) {
      expect(await failureOf(dialer(server), { host, port: 1 })).toBe('x_proxy_forbidden_target');
    }
    expect(server.accepted()).toBe(0);
  });

  test('keeps user and password out of errors and steps (S2)', async () => {
    const steps: Step[] = [];
    for (const answers of [['\x05\xff'], ['\x05\x02', '\x01\x01'], ['\x05\x02', '\x01\x00', null], [null]]) {
      const server = await scripted(...answers);
      const error = await netError(
        dialer(server, login).dial(target, { signal: never, trace: (step) => steps.push(step) }),
      );
      expect(inspect([error, steps], { depth: 20, showHidden: true })).not.toContain('secret');
    }
    expect(steps).toHaveLength(4);
  });
});

describe('A SOCKS4a dialer', () => {
  const user = { username: 'lab', password: '' };

  test('sends names unresolved, addresses as SOCKS4', async () => {
    const server = await scripted('\x00\x5a\0\0\0\0\0\0early');
    const stream = await dialer(server, user, 'socks4a').dial(target, { signal: never });
    expect(await hear(stream, 5)).toBe('early');
    stream.destroy();
    (
      await dialer(server, undefined, 'socks4a').dial({ host: '192.0.2.7', port: 80 }, { signal: never })
    ).destroy();
    expect(server.heard).toEqual([
      '\x04\x01\x01\xbb\0\0\0\x01lab\0web.example\0',
      '\x04\x01\x00\x50\xc0\x00\x02\x07\0',
    ]);
  });

  test.each<[string, string, string | null]>([
    ['rejects', 'x_proxy_far_end_failed', '\x00\x5b\0\0\0\0\0\0'],
    ['rejects the user', 'x_proxy_bad_credentials', '\x00\x5d\0\0\0\0\0\0'],
    ['is an HTTP server', 'x_proxy_not_a_proxy', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['closes at once', 'x_proxy_not_a_proxy', null],
  ])('tells that the server %s: %s (N11)', async (_, failure, answer) => {
    const server = await scripted(answer);
    expect(await failureOf(dialer(server, user, 'socks4a'))).toBe(failure);
  });

  test('has no way to carry a password', async () => {
    expect(await failureOf(dialer(await refusedPort(), login, 'socks4a'))).toBe('x_proxy_bad_credentials');
  });
});
