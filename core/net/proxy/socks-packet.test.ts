import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { unwrapSocksPacket, wrapSocksPacket } from './socks-packet.ts';
import { decodeAddress, encodeAddress } from './target-address.ts';

const anyHost = fc.oneof(
  fc.domain().filter((name) => name.length <= 253),
  fc.ipV4(),
  fc.constantFrom('::1', '2001:db8::a', '64:ff9b::102:304'),
);
const anyPeer = fc.record({ host: anyHost, port: fc.integer({ min: 0, max: 65535 }) });

test('what is wrapped is unwrapped, whatever it says and whoever it is for', () => {
  check(
    fc.property(anyPeer, fc.uint8Array({ maxLength: 300 }), (peer, data) => {
      const packet = unwrapSocksPacket(wrapSocksPacket(data, peer));
      expect(packet?.from).toEqual(peer);
      expect(Buffer.from(packet?.data ?? []).equals(data)).toBe(true);
    }),
  );
});

test('a fragment is dropped (RFC 1928 §7)', () => {
  const bytes = wrapSocksPacket(Buffer.from('x'), { host: '127.0.0.1', port: 53 });
  for (const fragment of [1, 127, 0x80, 0xff]) {
    bytes[2] = fragment;
    expect(unwrapSocksPacket(bytes)).toBeUndefined();
  }
});

test('any bytes are a datagram or none, and never more than was there (N8)', () => {
  const anyStart = fc.constantFrom([], [0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 3], [0, 0, 0, 3, 5], [0, 0, 0, 4]);
  check(
    fc.property(anyStart, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
      const bytes = Uint8Array.from([...start, ...rest]);
      const packet = unwrapSocksPacket(bytes);
      if (packet === undefined) return;
      expect(packet.data.length).toBeLessThan(bytes.length);
      expect(packet.from.host).toMatch(/^[\w.:-]{1,253}$/);
    }),
  );
});

test('an address is read where it stands, and cut short it is none', () => {
  const bytes = Buffer.concat([Buffer.from('..'), encodeAddress({ host: 'a.example', port: 443 })]);
  expect(decodeAddress(bytes, 2)).toEqual({ target: { host: 'a.example', port: 443 }, end: bytes.length });
  for (let length = 2; length < bytes.length; length += 1)
    expect(decodeAddress(bytes.subarray(0, length), 2)).toBeUndefined();
});

test('a name that would bend a request is no address', () => {
  expect(decodeAddress(Buffer.from('\x03\x03a b\0\x50', 'latin1'))).toBeUndefined();
  expect(decodeAddress(Buffer.from('\x03\0\0\x50', 'latin1'))).toBeUndefined();
});
