import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, hex } from '../../testing/fuzz.ts';
import { createPacketSplitter } from './packets.ts';
import { type AppFraming, frame } from './testing/app.ts';

/** Nothing is hidden here: the cipher has tests of its own. */
const splitter = (framing: AppFraming) =>
  createPacketSplitter({
    framing,
    reveal: (chunk) => Buffer.from(chunk),
  });

const anyFraming = fc.constantFrom<AppFraming>('abridged', 'intermediate', 'padded');
const anyBody = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((words) => Buffer.alloc(4 * words, 1)),
  fc.integer({ min: 0x7e, max: 0x81 }).map((words) => Buffer.alloc(4 * words, 2)),
);

/** Cuts bytes at places between 0 and 1. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [...new Set([0, ...places.map((place) => Math.floor(place * bytes.length)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('packets after the header', () => {
  test('leave one in each message, however they come', () => {
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    const packets = fc.array(fc.tuple(anyBody, fc.boolean()), { maxLength: 6 });
    check(
      fc.property(anyFraming, packets, places, (framing, bodies, at) => {
        const written = bodies.map(([body, isQuick]) => frame(body, framing, isQuick));
        const { push } = splitter(framing);
        expect(cut(Buffer.concat(written), at).flatMap(push).map(hex)).toEqual(written.map(hex));
      }),
    );
  });

  test('are never changed, whatever the bytes', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
    check(
      fc.property(anyFraming, chunks, (framing, written) => {
        const { push } = splitter(framing);
        const left = Buffer.concat(written.flatMap(push));
        expect(hex(left)).toBe(hex(Buffer.concat(written).subarray(0, left.length)));
      }),
    );
  });

  test('are copied: the next chunk may come in the same memory', () => {
    const { push } = splitter('intermediate');
    const packet = frame(Buffer.alloc(8, 3), 'intermediate');
    const memory = Buffer.from(packet.subarray(0, 6));
    expect(push(memory)).toEqual([]);
    memory.fill(0);
    expect(push(packet.subarray(6))).toEqual([packet]);
  });

  test('go on in pieces where one is too long to be held', () => {
    const { push } = splitter('intermediate');
    const packet = frame(Buffer.alloc(3 << 20, 4), 'intermediate');
    const messages = cut(packet, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]).flatMap(push);
    expect(messages.length).toBeGreaterThan(1);
    expect(Buffer.concat(messages).equals(packet)).toBe(true);
    const next = frame(Buffer.alloc(4), 'intermediate');
    expect(push(next)).toEqual([next]);
  });
});
