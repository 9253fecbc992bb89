import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, hex } from '../../testing/fuzz.ts';
import { createTrojanUnwrapper, wrapTrojanPacket } from './packets.ts';

const anyPacket = fc.record({
  from: fc.record({
    host: fc.oneof(fc.domain(), fc.ipV4(), fc.constant('2001:db8::1')),
    port: fc.integer({ min: 0, max: 65535 }),
  }),
  data: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
});

test('datagrams come out as they went in, however the stream is cut', () => {
  check(
    fc.property(fc.array(anyPacket, { maxLength: 4 }), fc.integer({ min: 1, max: 3000 }), (packets, cut) => {
      const bytes = Buffer.concat(packets.map(({ from, data }) => wrapTrojanPacket(data, from)));
      const unwrap = createTrojanUnwrapper();
      const heard = [];
      for (let at = 0; at < bytes.length; at += cut) heard.push(...unwrap(bytes.subarray(at, at + cut)));
      expect(heard.map(({ from }) => from)).toEqual(packets.map(({ from }) => from));
      expect(heard.map(({ data }) => hex(data))).toEqual(packets.map(({ data }) => hex(data)));
    }),
  );
});

test('any other bytes are held within bounds, or refused (N8)', () => {
  check(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 }), (chunks) => {
      const unwrap = createTrojanUnwrapper();
      try {
        for (const chunk of chunks)
          for (const { data } of unwrap(chunk)) expect(data.length).toBeLessThanOrEqual(65_535);
      } catch (error) {
        expect(String(error)).toMatch(/not an? (address|datagram)/);
      }
    }),
  );
});

test('what begins like no address is refused as soon as that can be told', () => {
  expect(() => createTrojanUnwrapper()(Buffer.alloc(259))).toThrow('not an address');
  const bytes = wrapTrojanPacket(Buffer.from('x'), { host: '127.0.0.1', port: 53 });
  bytes[9] = 0;
  expect(() => createTrojanUnwrapper()(bytes)).toThrow('not a datagram');
});
