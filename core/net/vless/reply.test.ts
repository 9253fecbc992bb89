import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, hex } from '../../testing/fuzz.ts';
import { createReplySkipper } from './reply.ts';

test('the answer is skipped and what follows is handed over, however it is cut', () => {
  check(
    fc.property(
      fc.uint8Array({ maxLength: 255 }),
      fc.uint8Array({ maxLength: 100 }),
      fc.integer({ min: 1, max: 400 }),
      (addons, behind, cut) => {
        const skip = createReplySkipper();
        const bytes = Buffer.from([0, addons.length, ...addons, ...behind]);
        const heard: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += cut) heard.push(...skip(bytes.subarray(at, at + cut)));
        expect(hex(Buffer.concat(heard))).toBe(hex(behind));
      },
    ),
  );
});

test('another version is refused (N8)', () => {
  expect(() => createReplySkipper()(Buffer.from([1, 0]))).toThrow();
});
