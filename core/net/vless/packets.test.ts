import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, hex } from '../../testing/fuzz.ts';
import { createVlessUnwrapper, wrapVlessPacket } from './packets.ts';

const anyBytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes));

test('datagrams come out as they went in, however the stream is cut', () => {
  check(
    fc.property(
      fc.array(anyBytes(2000), { maxLength: 4 }),
      fc.integer({ min: 1, max: 3000 }),
      (packets, cut) => {
        const bytes = Buffer.concat(packets.map(wrapVlessPacket));
        const unwrap = createVlessUnwrapper();
        const heard = [];
        for (let at = 0; at < bytes.length; at += cut) heard.push(...unwrap(bytes.subarray(at, at + cut)));
        expect(heard.map(hex)).toEqual(packets.map(hex));
      },
    ),
  );
});

test('any other bytes are taken for lengths and what they count, and nothing is made up (N8)', () => {
  check(
    fc.property(fc.array(anyBytes(400), { maxLength: 8 }), (chunks) => {
      const unwrap = createVlessUnwrapper();
      const heard = chunks.flatMap(unwrap);
      const again = Buffer.concat(heard.map(wrapVlessPacket));
      expect(hex(Buffer.concat(chunks).subarray(0, again.length))).toBe(hex(again));
    }),
  );
});
