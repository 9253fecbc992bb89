import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { Clock } from '../../model/time.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { check } from '../../testing/fuzz.ts';
import { startServer } from '../../testing/servers.ts';
import { startShadowsocks2022 } from '../../testing/shadowsocks-2022.ts';
import { echo, hear, sendAndHear } from '../../testing/streams.ts';
import { classify } from '../classify.ts';
import { systemClock, systemRandom } from '../system-clock.ts';
import { inner, never, tracked } from '../testing/upstream.ts';
import { createShadowsocksDialer } from './dialer.ts';
import { findMethod, sessionKey } from './method.ts';
import { createSaltMemory } from './salt-memory.ts';
import { createTalk2022 } from './talk-2022.ts';

const METHODS = [
  ['2022-blake3-aes-128-gcm', randomBytes(16)],
  ['2022-blake3-aes-256-gcm', randomBytes(32)],
] as const;
const [[method, psk]] = METHODS;

const through = (server: HostPort, name: string, key: Buffer, clock?: Clock) =>
  createShadowsocksDialer(
    inner,
    { ...server, credentials: { username: name, password: key.toString('base64') } },
    { random: systemRandom, ...(clock === undefined ? {} : { clock }) },
  );
const toEcho = () => tracked(startServer(echo));
/** How a stream breaks that says something to an echo server. */
async function failureOf(server: HostPort, key = psk, clock?: Clock): Promise<string> {
  const stream = await through(server, method, key, clock).dial(await toEcho(), { signal: never });
  stream.write('hello');
  const [error]: unknown[] = await once(stream.resume(), 'error');
  return classify(error, 'read').failure;
}

describe.each(METHODS)('Through a server of SIP022, %s', (name, key) => {
  test('bytes go both ways, to an address and to a name', async () => {
    const server = await tracked(startShadowsocks2022(key));
    const target = await toEcho();
    for (const host of [target.host, 'localhost']) {
      const stream = await through(server, name, key).dial({ host, port: target.port }, { signal: never });
      expect(await sendAndHear(stream, `to ${host}`)).toBe(`to ${host}`);
      expect(await sendAndHear(stream, 'and again')).toBe('and again');
      stream.destroy();
    }
    expect(server.requests).toMatchObject([
      { host: target.host, padding: 0, payload: 12 },
      { host: 'localhost', padding: 0, payload: 12 },
    ]);
  });

  test('eight megabytes go and come back whole', async () => {
    const server = await tracked(startShadowsocks2022(key));
    const bytes = randomBytes(8 << 20);
    const stream = await through(server, name, key).dial(await toEcho(), { signal: never });
    stream.end(bytes);
    const heard = createHash('sha256');
    for await (const chunk of stream) heard.update(chunk);
    expect(heard.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

test('a target that speaks first is heard: the request then holds padding instead of words', async () => {
  const server = await tracked(startShadowsocks2022(psk));
  const greeter = await tracked(startServer((socket) => void socket.write('220 hello')));
  const stream = await through(server, method, psk).dial(greeter, { signal: never });
  expect(await hear(stream, 9)).toBe('220 hello');
  stream.destroy();
  const [request] = server.requests;
  expect(request?.payload).toBe(0);
  expect(request?.padding).toBeGreaterThan(0);
});

test('an answer of another time, to another request, or of the wrong kind is refused (N8)', async () => {
  for (const straying of [{ ahead: 40 }, { ahead: -40 }, { isMisdirected: true }, { isRequest: true }]) {
    const server = await tracked(startShadowsocks2022(psk, straying));
    expect(await failureOf(server)).toBe('x_proxy_not_a_proxy');
  }
});

test('an answer that ends within a chunk was cut, and does not count as all that was said', async () => {
  expect(await failureOf(await tracked(startShadowsocks2022(psk, { isCut: true })))).toBe('connection_reset');
});

test('clocks may differ by half a minute', async () => {
  const server = await tracked(startShadowsocks2022(psk, { ahead: 25 }));
  const stream = await through(server, method, psk).dial(await toEcho(), { signal: never });
  expect(await sendAndHear(stream, 'hello')).toBe('hello');
  stream.destroy();
});

test('an answer’s salt is taken once (SIP022 §3.1.4)', async () => {
  const server = await tracked(startShadowsocks2022(psk, { salt: randomBytes(16) }));
  const dialer = through(server, method, psk);
  const target = await toEcho();
  const first = await dialer.dial(target, { signal: never });
  expect(await sendAndHear(first, 'hello')).toBe('hello');
  first.destroy();
  const second = await dialer.dial(target, { signal: never });
  second.write('hello');
  expect(await once(second.resume(), 'error')).toMatchObject([{ failure: 'x_proxy_not_a_proxy' }]);
});

test('a salt is forgotten after a minute', async () => {
  const clock = createFakeClock();
  const salts = createSaltMemory(clock);
  const salt = randomBytes(16);
  expect([salts.isNew(salt), salts.isNew(Buffer.from(salt))]).toEqual([true, false]);
  await clock.advance(60_001);
  expect(salts.isNew(salt)).toBe(true);
});

test('a wrong key, or a clock that is wrong, gets no answer: the server hangs up', async () => {
  const server = await tracked(startShadowsocks2022(psk));
  expect(await failureOf(server, randomBytes(16))).toMatch(/^(x_proxy_far_end_failed|connection_reset)$/);
  const slow: Clock = { ...systemClock, now: () => Date.now() - 60_000 };
  expect(await failureOf(server, psk, slow)).toMatch(/^(x_proxy_far_end_failed|connection_reset)$/);
  expect(server.requests).toEqual([]);
});

test('any other bytes are refused and never opened (N8)', () => {
  const known = findMethod(method);
  if (known === undefined) throw new Error('not known');
  const clock = createFakeClock();
  check(
    fc.property(fc.uint8Array({ minLength: 59, maxLength: 400 }), (bytes) => {
      const talk = createTalk2022({
        ...{ method: known, master: psk, salt: randomBytes(16), address: Buffer.alloc(0) },
        ...{ clock, random: systemRandom, salts: createSaltMemory(clock) },
      });
      expect(() => talk.open(Buffer.from(bytes))).toThrow();
    }),
  );
});

test('a subkey is BLAKE3’s derive_key of key and salt, cut to the key’s length', () => {
  const [small, large] = METHODS.map(([name]) => findMethod(name));
  if (small === undefined || large === undefined) throw new Error('not known');
  const material = Buffer.alloc(32);
  const half = Buffer.from(sessionKey(small, material.subarray(16), material.subarray(16)));
  const whole = Buffer.from(sessionKey(large, Buffer.alloc(16), Buffer.alloc(16)));
  expect(half).toHaveLength(16);
  expect(half).toEqual(whole);
});
