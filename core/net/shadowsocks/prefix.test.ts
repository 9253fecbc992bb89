import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Daemon, findProgram } from '../../testing/daemon.ts';
import { check } from '../../testing/fuzz.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { startShadowsocks } from '../../testing/proxies.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { echo, sendAndHear } from '../../testing/streams.ts';
import { systemRandom } from '../system-clock.ts';
import { createShadowsocksDialer } from './dialer.ts';
import { findMethod, type Method } from './method.ts';
import { readPrefix } from './prefix.ts';

const HELLO = '\u0016\u0003\u0001\u0000\u00a8\u0001\u0001';
const never = new AbortController().signal;
const methodOf = (name: string): Method => {
  const method = findMethod(name);
  if (method === undefined) throw new Error('no such method');
  return method;
};
const credentials = { username: 'aes-256-gcm', password: 'p' };

describe('what a connection begins with', () => {
  test('is a byte a character, where the method has room for it', () => {
    expect(readPrefix(HELLO, methodOf('aes-256-gcm'))).toEqual(Uint8Array.of(0x16, 3, 1, 0, 0xa8, 1, 1));
    expect(readPrefix('x'.repeat(16), methodOf('chacha20-ietf-poly1305'))).toHaveLength(16);
    expect(readPrefix('x'.repeat(9), methodOf('aes-128-gcm'))).toBeUndefined();
    expect(readPrefix('x'.repeat(17), methodOf('aes-256-gcm'))).toBeUndefined();
    expect(readPrefix('•', methodOf('aes-256-gcm'))).toBeUndefined();
    expect(readPrefix('', methodOf('aes-256-gcm'))).toBeUndefined();
    expect(readPrefix('x', methodOf('2022-blake3-aes-256-gcm'))).toBeUndefined();
  });

  test('any text is read without throwing, and leaves eight random bytes (N8)', () => {
    check(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('aes-128-gcm', 'aes-256-gcm'),
        (text, name) => {
          const method = methodOf(name);
          expect(readPrefix(text, method)?.length ?? 0).toBeLessThanOrEqual(method.keyBytes - 8);
        },
      ),
    );
  });

  test('stands first on the wire, and the rest of the salt differs each time', async () => {
    const heard: Buffer[] = [];
    const wire = await startServer((socket) => socket.once('data', (chunk: Buffer) => heard.push(chunk)));
    const prefix = readPrefix(HELLO, methodOf('aes-256-gcm'));
    const options = { random: systemRandom, prefix };
    const dialer = createShadowsocksDialer(createLoopbackDialer(), { ...wire, credentials }, options);
    for (const times of [1, 2]) {
      const stream = await dialer.dial({ host: 'a.example', port: 443 }, { signal: never });
      stream.on('error', () => undefined);
      stream.write('hello');
      await expect.poll(() => heard.length).toBe(times);
      stream.destroy();
    }
    await wire.close();
    const starts = heard.map((chunk) => chunk.subarray(0, 7).toString('latin1'));
    expect(starts).toEqual([HELLO, HELLO]);
    expect(heard[0]?.subarray(7, 32)).not.toEqual(heard[1]?.subarray(7, 32));
  });
});

const isHere = findProgram('ss-server') !== undefined;
describe.runIf(isHere)('Through shadowsocks-libev (needs ss-server)', () => {
  let server: Daemon;
  let target: TestServer;
  beforeAll(async () => {
    target = await startServer(echo);
    server = await startShadowsocks(credentials);
  });
  afterAll(async () => {
    await server.stop();
    await target.close();
  });

  test('a server that knows of no prefix takes it for a salt', async () => {
    const prefix = readPrefix(HELLO, methodOf('aes-256-gcm'));
    const dialer = createShadowsocksDialer(
      createLoopbackDialer(),
      { ...server, credentials },
      { random: systemRandom, prefix },
    );
    const stream = await dialer.dial(target, { signal: never });
    expect(await sendAndHear(stream, 'hello there')).toBe('hello there');
    stream.destroy();
  });
});
