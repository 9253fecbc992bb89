import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHelloBody } from '../../net/client-hello/parse.ts';
import { check } from '../../testing/fuzz.ts';
import { encodeQuicHello } from './quic-hello.ts';
import { initialKeys, openInitial } from './quic-initial.ts';
import { encodeInitial, encodeVersionProbe, readQuicAnswer } from './quic-packet.ts';

const DESTINATION = Buffer.from('8394c8f03e515708', 'hex');
const ids = { destination: DESTINATION, source: Buffer.from('f067a5502a4262b5', 'hex') };
const keys = initialKeys(DESTINATION);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const hello = encodeQuicHello({
  serverName: 'web.whatsapp.com',
  random: Buffer.alloc(32, 7),
  publicKey: Buffer.alloc(32, 9),
  source: ids.source,
});

test('the keys are RFC 9001’s (A.1)', () => {
  expect(hex(keys.client.key)).toBe('1f369613dd76d5467730efcbe3b1a22d');
  expect(hex(keys.client.iv)).toBe('fa044b2f42a3fd3b46fb255c');
  expect(hex(keys.client.headerKey)).toBe('9f50449e04a0e810283a1e9933adedd2');
  expect(hex(keys.server.key)).toBe('cf3a5331653c364c88f0f379b6067e37');
  expect(hex(keys.server.iv)).toBe('0ac1493ca1905853b0bba03e');
  expect(hex(keys.server.headerKey)).toBe('c206b8d9b9f0f37644430b490eeaa314');
});

/** A server's side of a first datagram of ours: its header read, its frames unsealed. */
function opened(packet: Buffer): Buffer | null {
  const numberAt = 1 + 4 + 1 + 8 + 1 + 8 + 1 + 2;
  return openInitial(packet, numberAt, packet.length, keys.client);
}

describe('a first flight', () => {
  const packet = encodeInitial(ids, hello, keys.client);

  test('fills a datagram of 1200 bytes, and carries the whole hello with its name', () => {
    expect(packet.length).toBe(1200);
    const frames = opened(packet);
    expect(frames?.subarray(0, 2).toString('hex')).toBe('0600');
    expect(frames?.subarray(4, 4 + hello.length).equals(hello)).toBe(true);
    expect(parseHelloBody(hello)).toMatchObject({ serverName: { name: 'web.whatsapp.com' }, alpn: ['h3'] });
  });

  test('is sealed: a byte that is changed does not open', () => {
    const changed = Buffer.from(packet);
    changed.writeUInt8(changed.readUInt8(600) ^ 1, 600);
    expect(opened(changed)).toBeNull();
  });

  test('the probe for versions is as long, and of a version that is kept for that (RFC 9000 §15)', () => {
    const probe = encodeVersionProbe(ids);
    expect([probe.length, probe.readUInt32BE(1) & 0x0f0f0f0f]).toEqual([1200, 0x0a0a0a0a]);
  });
});

describe('an answer', () => {
  const back = { destination: ids.source, source: Buffer.from('0102030405', 'hex') };
  const head = (version: number, source: Uint8Array, first = 0xc0) => {
    const start = Buffer.alloc(5);
    start.writeUInt8(first);
    start.writeUInt32BE(version, 1);
    return Buffer.concat([start, Buffer.from([8]), ids.source, Buffer.from([source.length]), source]);
  };
  const read = (datagram: Uint8Array) => readQuicAnswer(datagram, ids, keys.server);

  test('a list of versions counts when it bears both connection IDs (M11)', () => {
    const list = Buffer.from('00000001ff00001d', 'hex');
    expect(read(Buffer.concat([head(0, DESTINATION), list]))).toEqual({
      kind: 'versions',
      versions: [1, 0xff00001d],
    });
    expect(read(Buffer.concat([head(0, Buffer.alloc(8)), list]))).toBeNull();
    expect(read(Buffer.concat([head(0, DESTINATION), list.subarray(1)]))).toBeNull();
  });

  test('a server’s first packet is known by its seal', () => {
    const own = encodeInitial(back, hello, keys.server);
    expect(read(own)).toEqual({ kind: 'initial' });
    const forged = encodeInitial(back, hello, initialKeys(Buffer.alloc(8)).server);
    expect(read(forged)).toBeNull();
    expect(read(Buffer.concat([head(1, back.source, 0xf0), Buffer.alloc(24)]))).toEqual({ kind: 'retry' });
  });

  test('our own datagram that comes back, and another’s, are none (M11)', () => {
    expect(read(encodeInitial(ids, hello, keys.client))).toBeNull();
    expect(read(encodeVersionProbe(ids))).toBeNull();
  });

  test('any bytes, and any change of a true answer, are read without a surprise (N8)', () => {
    const own = encodeInitial(back, hello, keys.server);
    check(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void expect(read(bytes)).toBeNull()));
    check(
      fc.property(fc.nat(1199), fc.nat(255), fc.nat(1200), (at, value, length) => {
        const changed = Buffer.from(own.subarray(0, length));
        if (at < length) changed.writeUInt8(value, at);
        expect(['initial', 'versions', 'retry', undefined]).toContain(read(changed)?.kind);
      }),
    );
  });
});
