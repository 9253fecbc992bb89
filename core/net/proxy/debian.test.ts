import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Step } from '../../model/trace.ts';
import { type Authority, createAuthority } from '../../testing/authority.ts';
import { type Daemon, findProgram } from '../../testing/daemon.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { refusedPort } from '../../testing/ports.ts';
import {
  startDanted,
  startMicrosocks,
  startSquid,
  startStunnel,
  startTinyproxy,
} from '../../testing/proxies.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { echo, netError, sendAndHear } from '../../testing/streams.ts';
import { createHttpConnectDialer } from './http-connect.ts';
import { createSocksDialer } from './socks.ts';
import type { Credentials, Upstream } from './upstream.ts';

const PROGRAMS = ['microsocks', 'danted', 'tinyproxy', 'squid', 'stunnel4'];
const missing = PROGRAMS.filter((name) => findProgram(name) === undefined);
const suite = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: not installed here: ${missing.join(', ')})`;

const login: Credentials = { username: 'lab', password: 'secret' };
const wrong: Credentials = { username: 'lab', password: 'Secret' };
const never = new AbortController().signal;
const inner = createLoopbackDialer();

suite(`Through the proxies of Debian's packages${note}`, () => {
  const daemons: Daemon[] = [];
  let target: TestServer;
  let nobody: HostPort;
  let authority: Authority;
  let microsocks: Daemon;
  let microsocksLocked: Daemon;
  let danted: Daemon;
  let dantedFirst: Daemon;
  let tinyproxy: Daemon;
  let tinyproxyLocked: Daemon;
  let squid: Daemon;
  let squidLocked: Daemon;
  let squidTls: Daemon;
  let stunnel: Daemon;

  beforeAll(async () => {
    authority = createAuthority();
    const identity = authority.issue(['127.0.0.1']);
    target = await startServer(echo);
    nobody = await refusedPort();
    const run = async (daemon: Promise<Daemon>): Promise<Daemon> => {
      daemons.push(await daemon);
      return daemon;
    };
    [microsocks, microsocksLocked, danted, tinyproxy, tinyproxyLocked, squid, squidLocked, squidTls] =
      await Promise.all([
        run(startMicrosocks()),
        run(startMicrosocks(login)),
        run(startDanted()),
        run(startTinyproxy()),
        run(startTinyproxy(login)),
        run(startSquid()),
        run(startSquid({ login: { username: 'Мост', password: 'пароль:|@' } })),
        run(startSquid({ identity })),
      ]);
    // Tinyproxy and Dante refuse to be asked for themselves, so each stands in a chain once.
    stunnel = await run(startStunnel(await run(startTinyproxy(login)), identity));
    dantedFirst = await run(startDanted());
  });

  afterAll(async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    await target.close();
    expect(inner.open()).toBe(0);
  });

  const at = (daemon: Daemon, credentials?: Credentials): Upstream => ({
    host: daemon.host,
    port: daemon.port,
    ...(credentials === undefined ? {} : { credentials }),
  });
  const socks5 = (daemon: Daemon, credentials?: Credentials, over: StreamDialer = inner) =>
    createSocksDialer(over, 'socks5', at(daemon, credentials));
  const socks4a = (daemon: Daemon, credentials?: Credentials, over: StreamDialer = inner) =>
    createSocksDialer(over, 'socks4a', at(daemon, credentials));
  const http = (daemon: Daemon, credentials?: Credentials, over: StreamDialer = inner) =>
    createHttpConnectDialer(over, at(daemon, credentials));
  const https = (daemon: Daemon, credentials?: Credentials, over: StreamDialer = inner) =>
    createHttpConnectDialer(over, at(daemon, credentials), { tls: { roots: [authority.cert] } });

  /** Carries bytes to the target and back, and a name as the proxy resolves it. */
  const carries = async (dialer: StreamDialer, hosts = [target.host, 'localhost']): Promise<void> => {
    for (const host of hosts) {
      const stream = await dialer.dial({ host, port: target.port }, { signal: never });
      expect(await sendAndHear(stream, `to ${host}`)).toBe(`to ${host}`);
      stream.destroy();
    }
  };
  const failureOf = async (dialer: StreamDialer, to: HostPort = target): Promise<string> =>
    (await netError(dialer.dial(to, { signal: never }))).failure;

  test('microsocks carries SOCKS5 without a password', () => carries(socks5(microsocks)));
  test('microsocks carries SOCKS5 with a password', () => carries(socks5(microsocksLocked, login)));
  test('danted carries SOCKS5', () => carries(socks5(danted)));
  // Dante 1.4 knows SOCKS4 but not the names of SOCKS4a.
  test('danted carries SOCKS4', () =>
    carries(socks4a(danted, { username: 'lab', password: '' }), [target.host]));
  test('tinyproxy carries CONNECT', () => carries(http(tinyproxy)));
  test('tinyproxy carries CONNECT with a password', () => carries(http(tinyproxyLocked, login)));
  test('squid carries CONNECT', () => carries(http(squid)));
  test('squid carries CONNECT with a password that needs UTF-8 (RFC 7617)', () =>
    carries(http(squidLocked, { username: 'Мост', password: 'пароль:|@' })));
  test('squid carries CONNECT over TLS', () => carries(https(squidTls)));
  test('stunnel and tinyproxy carry CONNECT over TLS', () => carries(https(stunnel, login)));

  test('a wrong password is named by all of them (N11)', async () => {
    expect(await failureOf(socks5(microsocksLocked, wrong))).toBe('x_proxy_bad_credentials');
    expect(await failureOf(socks5(microsocksLocked))).toBe('x_proxy_bad_credentials');
    expect(await failureOf(http(tinyproxyLocked, wrong))).toBe('x_proxy_bad_credentials');
    expect(await failureOf(http(tinyproxyLocked))).toBe('x_proxy_bad_credentials');
    expect(await failureOf(http(squidLocked, wrong))).toBe('x_proxy_bad_credentials');
    expect(await failureOf(https(stunnel, wrong))).toBe('x_proxy_bad_credentials');
  });

  test('a target that refuses is the far end’s failure (N11)', async () => {
    for (const dialer of [
      socks5(microsocks),
      socks5(danted),
      socks4a(danted),
      http(tinyproxy),
      http(squid),
      https(squidTls),
    ]) {
      expect(await failureOf(dialer, nobody)).toBe('x_proxy_far_end_failed');
    }
  });

  test('a target that the proxy’s rules forbid is named (N11)', async () => {
    expect(await failureOf(socks5(danted), { host: '127.0.0.1', port: 9 })).toBe('x_proxy_forbidden_target');
    expect(await failureOf(http(squid), { host: '127.0.0.1', port: 9 })).toBe('x_proxy_forbidden_target');
  });

  test('the wrong protocol is not a proxy (N11)', async () => {
    expect(await failureOf(http(microsocks))).toBe('x_proxy_not_a_proxy');
    expect(await failureOf(socks4a(microsocks))).toBe('x_proxy_not_a_proxy');
    expect(await failureOf(http(squidTls))).toBe('x_proxy_not_a_proxy');
    expect(await failureOf(https(squid))).toBe('x_proxy_not_a_proxy');
  });

  test('SOCKS5 to an HTTP or a TLS server is met with silence, and named so', async () => {
    for (const server of [tinyproxy, squidTls]) {
      const dialer = createSocksDialer(inner, 'socks5', at(server), { timeoutMs: 200 });
      expect(await failureOf(dialer)).toBe('x_proxy_timed_out');
    }
  });

  test('an https-proxy whose certificate is not for its host is refused before it learns the password', async () => {
    const other = { host: '127.0.0.2', port: squidTls.port };
    const toOther: StreamDialer = { dial: (_, options) => inner.dial(squidTls, options) };
    const dialer = createHttpConnectDialer(toOther, other, { tls: { roots: [authority.cert] } });
    const error = await netError(dialer.dial(target, { signal: never }));
    expect([error.operation, error.failure]).toEqual(['tls', 'ssl_invalid_hostname']);
    const stranger = createHttpConnectDialer(inner, squidTls, { tls: { roots: [createAuthority().cert] } });
    expect(await failureOf(stranger)).toBe('ssl_unknown_authority');
  });

  test('two proxies chain, each kind over each (N12)', async () => {
    for (const first of [
      socks5(microsocksLocked, login),
      http(squid),
      https(stunnel, login),
      socks4a(dantedFirst),
    ]) {
      for (const second of [
        socks5(danted, undefined, first),
        socks4a(danted, undefined, first),
        http(tinyproxyLocked, login, first),
        https(squidTls, undefined, first),
      ]) {
        await carries(second, [target.host]);
      }
    }
  });

  test('three proxies chain, TLS inside TLS (N12)', async () => {
    await carries(https(squidTls, undefined, https(stunnel, login, socks5(microsocks))));
    await carries(socks5(microsocksLocked, login, http(tinyproxy, undefined, socks5(danted))));
  });

  test('in a chain the proxy at fault is named once', async () => {
    const steps: Step[] = [];
    const trace = (step: Step) => steps.push(step);
    const second = socks5(danted, undefined, http(squid));
    await netError(second.dial(nobody, { signal: never, trace }));
    const gone = createSocksDialer(http(squid), 'socks5', nobody);
    const unreachable = await netError(gone.dial(target, { signal: never, trace }));
    expect(unreachable.failure).toBe('x_proxy_unreachable');
    await netError(socks5(danted, undefined, http(squidLocked)).dial(target, { signal: never, trace }));
    expect(steps.map((step) => step.operation === 'proxy' && [step.protocol, step.failure])).toEqual([
      ['http-proxy', null],
      ['socks5', 'x_proxy_far_end_failed'],
      ['http-proxy', 'x_proxy_far_end_failed'],
      ['socks5', 'x_proxy_unreachable'],
      ['http-proxy', 'x_proxy_bad_credentials'],
    ]);
  });
});
