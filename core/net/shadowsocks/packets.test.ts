import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedAfterTest } from '../../testing/closed-after-test.ts';
import { askByDatagram } from '../../testing/datagrams.ts';
import { check } from '../../testing/fuzz.ts';
import { type Straying, startShadowsocks2022Datagrams } from '../../testing/shadowsocks-2022-datagrams.ts';
import { udpDialer } from '../packet.ts';
import { systemClock, systemRandom } from '../system-clock.ts';
import { createShadowsocksPacketDialer } from './dialer.ts';
import { findMethod, masterKey } from './method.ts';
import { createPackets } from './packets.ts';
import { createPackets2022 } from './packets-2022.ts';

const METHODS = [
  ['2022-blake3-aes-128-gcm', randomBytes(16)],
  ['2022-blake3-aes-256-gcm', randomBytes(32)],
] as const;
const [[method, psk]] = METHODS;
const far = { host: '192.0.2.7', port: 3478 };
const inTime = () => AbortSignal.timeout(8_000);

async function flowTo(name: string, key: Buffer, straying: Straying = {}) {
  const server = await closedAfterTest(startShadowsocks2022Datagrams(key, straying));
  const credentials = { username: name, password: key.toString('base64') };
  const dialer = createShadowsocksPacketDialer(
    udpDialer,
    { ...server, credentials },
    { random: systemRandom },
  );
  const flow = await dialer.bind({ signal: inTime() });
  await closedAfterTest({ close: async () => flow.close() });
  return { server, flow };
}

describe.each(METHODS)('Datagrams of SIP022, %s', (name, key) => {
  test('go to the server numbered, and come back from who answers', async () => {
    const { server, flow } = await flowTo(name, key, { padding: 40 });
    for (const to of [far, { host: 'stun.example', port: 3478 }, { host: '2001:db8::1', port: 1 }]) {
      const { text, from } = await askByDatagram(flow, `to ${to.host}`, to, inTime());
      expect([text, from]).toEqual([`to ${to.host}`, to]);
    }
    expect(server.requests.slice(0, 2)).toEqual([0n, 1n]);
  });
});

describe('What a server of SIP022 sends is passed over', () => {
  /** Says something that is answered badly, then something through a good server by the same key. */
  const isHeard = async (straying: Straying): Promise<boolean> => {
    const { server, flow } = await flowTo(method, psk, straying);
    await flow.send(Buffer.from('hello'), far);
    await expect.poll(() => server.requests.length).toBe(1);
    const patience = AbortSignal.timeout(100);
    return flow.receive(patience).then(
      () => true,
      () => false,
    );
  };

  test.each<[string, Straying]>([
    ['by a clock that is ahead', { ahead: 40 }],
    ['by a clock that is behind', { ahead: -40 }],
    ['to another session', { isMisdirected: true }],
    ['as a request', { isRequest: true }],
  ])('%s', async (_, straying) => {
    expect(await isHeard(straying)).toBe(false);
  });

  test('a second time', async () => {
    const { flow } = await flowTo(method, psk, { isRepeated: true });
    for (const text of ['one', 'two', 'three'])
      expect((await askByDatagram(flow, text, far, inTime())).text).toBe(text);
  });
});

test('a server that starts anew is still heard', async () => {
  const { flow } = await flowTo(method, psk, { session: () => randomBytes(8) });
  for (const text of ['one', 'two', 'three', 'four'])
    expect((await askByDatagram(flow, text, far, inTime())).text).toBe(text);
});

const codecs = ['aes-128-gcm', 'aes-256-gcm', 'chacha20-ietf-poly1305', ...METHODS.map(([name]) => name)];

test.each(codecs)('%s: any bytes are no datagram, and its own turned in one bit are none (N8)', (name) => {
  const known = findMethod(name);
  const master =
    known &&
    masterKey(known.edition === 2022 ? Buffer.alloc(known.keyBytes).toString('base64') : 'key', known);
  if (known === undefined || master === undefined) throw new Error('no such method');
  const codec =
    known.edition === 2022
      ? createPackets2022(known, master, systemClock, systemRandom)
      : createPackets(known, master, systemRandom);
  check(
    fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
      expect(codec.unwrap({ from: far, data })).toBeUndefined();
    }),
  );
  const sealed = codec.wrap(Buffer.from('words'), far);
  check(
    fc.property(fc.integer({ min: 0, max: sealed.length * 8 - 1 }), (bit) => {
      const turned = Buffer.from(sealed);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(codec.unwrap({ from: far, data: turned })).toBeUndefined();
    }),
  );
});

test('what leaves by SIP004 is what comes in by it, and no two look alike', () => {
  const known = findMethod('aes-128-gcm');
  const master = known && masterKey('key', known);
  if (known === undefined || master === undefined) throw new Error('no such method');
  const codec = createPackets(known, master, systemRandom);
  const [one, other] = [codec.wrap(Buffer.from('words'), far), codec.wrap(Buffer.from('words'), far)];
  expect(Buffer.from(one).equals(other)).toBe(false);
  expect(codec.unwrap({ from: far, data: one })).toMatchObject({ from: far });
});
