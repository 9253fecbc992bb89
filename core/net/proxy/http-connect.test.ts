import { X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Step } from '../../model/trace.ts';
import { type Authority, createAuthority } from '../../testing/authority.ts';
import { turns } from '../../testing/event-loop.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { refusedPort } from '../../testing/ports.ts';
import { startServer, startTlsServer } from '../../testing/servers.ts';
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
import { createHttpConnectDialer } from './http-connect.ts';
import type { Credentials } from './upstream.ts';

leavesNothingDialled();

const login: Credentials = { username: 'u-secret', password: 'p:secret' };
const OK = 'HTTP/1.1 200 OK\r\n\r\n';

const dialer = (server: HostPort, credentials?: Credentials, over: StreamDialer = inner) =>
  createHttpConnectDialer(over, { ...server, ...(credentials && { credentials }) });

describe('An HTTP CONNECT dialer', () => {
  test('asks for the name unresolved', async () => {
    const server = await scripted(OK);
    (await dialer(server).dial(target, { signal: never })).destroy();
    (await dialer(server).dial({ host: '2001:db8::1', port: 80 }, { signal: never })).destroy();
    expect(server.heard).toEqual([
      'CONNECT web.example:443 HTTP/1.1\r\nHost: web.example:443\r\n\r\n',
      'CONNECT [2001:db8::1]:80 HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n',
    ]);
  });

  test('sends Basic credentials as RFC 7617 writes its example', async () => {
    const server = await scripted(OK);
    const test123 = { username: 'test', password: '123£' };
    (await dialer(server, test123).dial(target, { signal: never })).destroy();
    expect(server.heard[0]).toContain('\r\nProxy-Authorization: Basic dGVzdDoxMjPCow==\r\n');
  });

  test('keeps bytes that come with the reply', async () => {
    const server = await scripted(`HTTP/1.1 100 Continue\r\n\r\n${OK}SSH-2.0-early`, 'later');
    const stream = await dialer(server).dial(target, { signal: never });
    await turns(20);
    expect(await hear(stream, 13)).toBe('SSH-2.0-early');
    expect(await sendAndHear(stream, 'hello')).toBe('later');
    stream.destroy();
  });

  test('works over a stream that is no net.Socket (N12)', async () => {
    const server = await scripted(`${OK}early`, 'later');
    const over: StreamDialer = { dial: async (to, options) => plainDuplex(await inner.dial(to, options)) };
    const stream = await dialer(server, undefined, over).dial(target, { signal: never });
    expect(await hear(stream, 5)).toBe('early');
    expect(await sendAndHear(stream, 'hello')).toBe('later');
    stream.destroy();
  });

  test.each<[string, string, string | null]>([
    ['closes at once', 'x_proxy_not_a_proxy', null],
    ['is an SSH server', 'x_proxy_not_a_proxy', 'SSH-2.0-x\r\n'],
    ['is a SOCKS5 server', 'x_proxy_not_a_proxy', '\x05\xff'],
    ['is a TLS server', 'x_proxy_not_a_proxy', '\x15\x03\x01\x00\x02\x02\x0a'],
    ['is a web site', 'x_proxy_not_a_proxy', 'HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n\r\n<html>'],
    ['is a captive portal', 'x_proxy_not_a_proxy', 'HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n'],
    ['changes to another protocol', 'x_proxy_not_a_proxy', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['wants a password', 'x_proxy_bad_credentials', 'HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic\r\n\r\n'],
    ['forbids the target', 'x_proxy_forbidden_target', 'HTTP/1.1 403 Forbidden\r\n\r\n'],
    ['cannot reach the target', 'x_proxy_far_end_failed', 'HTTP/1.1 502 Bad Gateway\r\n\r\n'],
    ['waits in vain for the target', 'x_proxy_far_end_failed', 'HTTP/1.1 504 Gateway Timeout\r\n\r\n'],
    ['never ends its head', 'x_proxy_not_a_proxy', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(2000)}`],
  ])('tells that the server %s: %s', async (_, failure, answer) => {
    const server = await scripted(answer);
    expect(await failureOf(dialer(server, login))).toBe(failure);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('tells refused from unreachable (N11)', async () => {
    expect(await failureOf(dialer(await refusedPort()))).toBe('x_proxy_refused');
    expect(await failureOf(dialer({ host: 'proxy.example', port: 3128 }))).toBe('x_proxy_unreachable');
  });

  test('gives up after 15 s, however slowly the head drips (N1)', async () => {
    const clock = createFakeClock();
    const steps: Step[] = [];
    const server = await scripted('HTTP/1.1 200 OK\r\nA: ');
    const made = createHttpConnectDialer(inner, server, { clock });
    const dialled = netError(made.dial(target, { signal: never, trace: (step) => steps.push(step) }));
    await expect.poll(() => server.heard[0]).toContain('CONNECT');
    await clock.advance(15_000);
    expect((await dialled).failure).toBe('x_proxy_timed_out');
    expect(steps).toEqual([
      {
        operation: 'proxy',
        protocol: 'http-proxy',
        startedAt: 0,
        endedAt: 15_000,
        failure: 'x_proxy_timed_out',
      },
    ]);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('aborted at any moment rejects with the reason and leaves no socket (N1)', async () => {
    const server = await scripted(OK);
    const outcomes = await abortAtAnyMoment(dialer(server, login));
    expect(outcomes.every(Boolean)).toBe(true);
    await expect.poll(() => inner.open() + server.open()).toBe(0);
  });

  test('never sends a host that could end or bend the request', async () => {
    const server = await scripted(OK);
    for (const host of ['a b', 'a\r\nX: y', 'a/b', 'a:80', 'user@a', 'мост.example', '']) {
      expect(await failureOf(dialer(server), { host, port: 1 })).toBe('x_proxy_forbidden_target');
    }
    expect(server.accepted()).toBe(0);
  });

  test('keeps user and password out of errors and steps (S2)', async () => {
    const steps: Step[] = [];
    const basic = Buffer.from('u-secret:p:secret').toString('base64');
    for (const answer of ['HTTP/1.1 407 No\r\n\r\n', 'SSH', null]) {
      const server = await scripted(answer);
      const error = await netError(
        dialer(server, login).dial(target, { signal: never, trace: (step) => steps.push(step) }),
      );
      const shown = inspect([error, steps], { depth: 20, showHidden: true });
      expect(shown).not.toContain('secret');
      expect(shown).not.toContain(basic);
    }
  });
});

describe('An HTTP CONNECT dialer over TLS', () => {
  let authority: Authority;
  beforeAll(() => {
    authority = createAuthority();
  });

  async function tlsServer(names: readonly string[], answer = `${OK}early`, days?: number) {
    const protocols: (string | false | null)[] = [];
    const heard: string[] = [];
    const identity = authority.issue(names, days);
    const pin = new X509Certificate(identity.cert).fingerprint256.replaceAll(':', '').toLowerCase();
    const server = await tracked(
      startTlsServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
        protocols.push(socket.alpnProtocol);
        socket.on('data', (chunk) => heard.push(chunk.toString('latin1')));
        socket.once('data', () => socket.write(answer));
      }),
    );
    return { server, protocols, heard, pin };
  }
  const overTls = (server: HostPort, credentials?: Credentials) =>
    createHttpConnectDialer(
      inner,
      { ...server, ...(credentials && { credentials }) },
      { tls: { roots: [authority.cert] } },
    );

  test('asks inside TLS, in HTTP/1.1, and traces both steps', async () => {
    const { server, protocols, heard } = await tlsServer(['127.0.0.1']);
    const steps: Step[] = [];
    const stream = await overTls(server, login).dial(target, {
      signal: never,
      trace: (step) => steps.push(step),
    });
    expect(await hear(stream, 5)).toBe('early');
    stream.destroy();
    expect(protocols).toEqual(['http/1.1']);
    expect(heard[0]).toContain('Proxy-Authorization: Basic ');
    expect(steps.map(({ operation, failure }) => [operation, failure])).toEqual([
      ['tls', null],
      ['proxy', null],
    ]);
  });

  test('tells nothing to a server whose certificate is not right', async () => {
    const strangers = createAuthority();
    const cases = [
      [['other.example'], authority.cert, 'ssl_invalid_hostname'],
      [['127.0.0.1'], strangers.cert, 'ssl_unknown_authority'],
    ] as const;
    for (const [names, root, failure] of cases) {
      const { server, heard } = await tlsServer(names);
      const made = createHttpConnectDialer(
        inner,
        { ...server, credentials: login },
        { tls: { roots: [root] } },
      );
      const error = await netError(made.dial(target, { signal: never }));
      expect([error.operation, error.failure]).toEqual(['tls', failure]);
      expect(heard).toEqual([]);
    }
    const expired = await tlsServer(['127.0.0.1'], OK, -1);
    expect(await failureOf(overTls(expired.server))).toBe('ssl_invalid_certificate');
  });

  test('tells nothing to a server that is none of the pinned, whoever vouches for it', async () => {
    const { server, heard, pin } = await tlsServer(['other.example']);
    const pinned = (pins: readonly string[]) =>
      createHttpConnectDialer(
        inner,
        { ...server, credentials: login },
        { tls: { roots: [authority.cert], pins } },
      ).dial(target, { signal: never });
    const error = await netError(pinned(['ab'.repeat(32)]));
    expect([error.operation, error.failure]).toEqual(['proxy', 'x_proxy_changed_identity']);
    expect(heard).toEqual([]);
    (await pinned([pin])).destroy();
    expect(heard[0]).toContain('Proxy-Authorization: Basic ');
  });

  test('tells that the server speaks no TLS, or hangs up', async () => {
    expect(await failureOf(overTls(await scripted('HTTP/1.1 400 Bad Request\r\n\r\n')))).toBe(
      'x_proxy_not_a_proxy',
    );
    expect(await failureOf(overTls(await scripted(null)))).toBe('x_proxy_not_a_proxy');
  });

  test('leaves a reset handshake its name: a censor may have sent it', async () => {
    const server = await tracked(
      startServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    );
    const error = await netError(overTls(server).dial(target, { signal: never }));
    expect([error.operation, error.failure]).toEqual(['tls', 'connection_reset']);
  });

  test('gives up on a handshake that falls silent', async () => {
    const server = await scripted();
    const made = createHttpConnectDialer(inner, server, { tls: { roots: [authority.cert] }, timeoutMs: 50 });
    expect(await failureOf(made)).toBe('x_proxy_timed_out');
  });
});
