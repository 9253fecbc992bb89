import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import { type Daemon, findProgram } from '../../testing/daemon.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { refusedPort } from '../../testing/ports.ts';
import { startShadowsocks } from '../../testing/proxies.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { echo, hear, netError, sendAndHear } from '../../testing/streams.ts';
import { classify } from '../classify.ts';
import { systemRandom } from '../system-clock.ts';
import { createShadowsocksDialer } from './dialer.ts';

const missing = ['ss-server', 'microsocks'].filter((name) => findProgram(name) === undefined);
const suite = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: not installed here: ${missing.join(', ')})`;
const never = new AbortController().signal;
const inner = createLoopbackDialer();
const CIPHERS = ['aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'chacha20-ietf-poly1305'];
const password = 'пароль:|@';

/** Says something before it is spoken to, and ends when the other side does. */
function greet(socket: Socket): void {
  socket.write(`220 hello${' '.repeat(64)}`);
  socket.resume().once('end', () => socket.end());
}

suite(`Through shadowsocks-libev${note}`, () => {
  const servers = new Map<string, Daemon>();
  let target: TestServer;
  let greeter: TestServer;

  beforeAll(async () => {
    target = await startServer(echo);
    greeter = await startServer(greet);
    for (const username of CIPHERS) servers.set(username, await startShadowsocks({ username, password }));
  });
  afterAll(async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
    await Promise.all([target.close(), greeter.close()]);
    expect(inner.open()).toBe(0);
  });

  const through = (cipher: string, secret = password, over: StreamDialer = inner): StreamDialer => {
    const server = servers.get(cipher);
    if (server === undefined) throw new Error('no such server');
    const credentials = { username: cipher, password: secret };
    return createShadowsocksDialer(over, { ...server, credentials }, { random: systemRandom });
  };
  /** Listens from now on for how a stream breaks. */
  const failureOf = async (stream: Duplex): Promise<string> => {
    const [error]: unknown[] = await once(stream.resume(), 'error');
    return classify(error, 'read').failure;
  };
  const dial = (dialer: StreamDialer, to: HostPort) => dialer.dial(to, { signal: never });

  test.each(CIPHERS)('%s carries bytes both ways, to an address and to a name', async (cipher) => {
    for (const host of [target.host, 'localhost']) {
      const stream = await dial(through(cipher), { host, port: target.port });
      expect(await sendAndHear(stream, `to ${host}`)).toBe(`to ${host}`);
      expect(await sendAndHear(stream, 'and again')).toBe('and again');
      stream.destroy();
    }
  });

  test('its end is passed on: the target hears it and the server hangs up', async () => {
    const stream = await dial(through('aes-256-gcm'), greeter);
    expect(await hear(stream, 9)).toBe('220 hello');
    // Shadowsocks-libev itself ends both ways when one side has ended.
    stream.end('bye');
    await once(stream.resume(), 'close');
    expect(stream.errored).toBeNull();
  });

  test('a target that speaks first is heard before anything is written', async () => {
    const stream = await dial(through('chacha20-ietf-poly1305'), greeter);
    expect(await hear(stream, 9)).toBe('220 hello');
    stream.destroy();
  });

  test('with a wrong password nothing is carried, and it breaks when the server is gone', async () => {
    const server = await startShadowsocks({ username: 'aes-256-gcm', password });
    const credentials = { username: 'aes-256-gcm', password: 'wrong' };
    const stream = await dial(
      createShadowsocksDialer(inner, { ...server, credentials }, { random: systemRandom }),
      target,
    );
    stream.write('x'.repeat(100));
    const failed = failureOf(stream);
    await server.stop();
    expect(await failed).toMatch(/^(x_proxy_far_end_failed|connection_reset)$/);
  });

  test('a target nobody listens on ends the stream as the far end’s failure (N11)', async () => {
    const stream = await dial(through('aes-256-gcm'), await refusedPort());
    stream.write('hello');
    const failed = failureOf(stream);
    expect(await failed).toMatch(/^(x_proxy_far_end_failed|connection_reset)$/);
  });

  test('a server that is no Shadowsocks is named (N11)', async () => {
    const credentials = { username: 'aes-128-gcm', password };
    const stream = await dial(
      createShadowsocksDialer(inner, { ...greeter, credentials }, { random: systemRandom }),
      target,
    );
    stream.end('x'.repeat(100));
    const failed = failureOf(stream);
    expect(await failed).toBe('x_proxy_not_a_proxy');
  });

  test('nobody at the server’s port: refused, in time (N11)', async () => {
    const dialer = createShadowsocksDialer(
      inner,
      { ...(await refusedPort()), credentials: { username: 'aes-128-gcm', password } },
      { random: systemRandom },
    );
    expect((await netError(dial(dialer, target))).failure).toBe('x_proxy_refused');
  });
});
