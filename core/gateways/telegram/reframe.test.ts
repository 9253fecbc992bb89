import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, hex } from '../../testing/fuzz.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { createReframer } from './reframe.ts';
import { frame } from './testing/app.ts';

const anyFraming = fc.constantFrom('abridged' as const, 'intermediate' as const);
/** What Telegram sends: an error, an unencrypted message, an encrypted one. */
const anyMessage = fc.oneof(
  fc.constant(Buffer.from([0x6c, 0xfe, 0xff, 0xff])),
  fc.integer({ min: 1, max: 40 }).map((words) => {
    const message = Buffer.alloc(20 + 4 * words, 7).fill(0, 0, 8);
    message.writeUInt32LE(4 * words, 16);
    return message;
  }),
  fc.integer({ min: 1, max: 80 }).map((blocks) => Buffer.alloc(24 + 16 * blocks, 9)),
);
const inPieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );

/** The packets in padded framing, without their padding's bytes but with its length. */
function paddedPackets(bytes: Buffer): { body: Buffer; isQuick: boolean }[] {
  const packets = [];
  for (let at = 0; at < bytes.length; ) {
    const word = bytes.readUInt32LE(at);
    const length = word & 0x7fffffff;
    packets.push({ body: bytes.subarray(at + 4, at + 4 + length), isQuick: word >= 0x80000000 });
    at += 4 + length;
  }
  return packets;
}

describe('other framing', () => {
  test('leaves every packet up what it was, but for its padding, however it comes', () => {
    check(
      fc.property(
        fc.array(fc.tuple(anyMessage, fc.boolean()), { maxLength: 5 }),
        anyFraming,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(),
        (messages, framing, size, seed) => {
          const { up } = createReframer(framing, 'padded', createSeededRandom(seed));
          const written = Buffer.concat(
            messages.map(([message, isQuick]) => frame(message, framing, isQuick)),
          );
          const packets = paddedPackets(Buffer.concat(inPieces(written, size).map(up)));
          expect(packets.map(({ isQuick }) => isQuick)).toEqual(messages.map(([, isQuick]) => isQuick));
          for (const [at, { body }] of packets.entries()) {
            const message = messages[at]?.[0] ?? Buffer.alloc(0);
            expect(body.subarray(0, message.length).equals(message)).toBe(true);
            expect(body.length - message.length).toBeLessThan(16);
          }
        },
      ),
    );
  });

  test('gives back to the app what was sent, without the padding', () => {
    check(
      fc.property(
        fc.array(fc.tuple(anyMessage, fc.integer({ min: 0, max: 15 })), { maxLength: 5 }),
        anyFraming,
        fc.integer({ min: 1, max: 200 }),
        (messages, framing, size) => {
          const { down } = createReframer(framing, 'padded', createSeededRandom());
          const sent = messages.map(([message, padding]) =>
            frame(Buffer.concat([message, Buffer.alloc(padding, 0xfe)]), 'padded'),
          );
          const got = Buffer.concat(inPieces(Buffer.concat(sent), size).map(down));
          expect(hex(got)).toBe(hex(Buffer.concat(messages.map(([message]) => frame(message, framing)))));
        },
      ),
    );
  });

  test('takes padding away for a proxy with a plain secret, and there and back again', () => {
    check(
      fc.property(
        fc.array(fc.tuple(anyMessage, fc.integer({ min: 0, max: 15 }), fc.boolean()), { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (messages, size) => {
          const { up, down } = createReframer('padded', 'intermediate', createSeededRandom());
          const written = messages.map(([message, padding, isQuick]) =>
            frame(Buffer.concat([message, Buffer.alloc(padding, 0xfe)]), 'padded', isQuick),
          );
          const bare = Buffer.concat(inPieces(Buffer.concat(written), size).map(up));
          expect(hex(bare)).toBe(
            hex(Buffer.concat(messages.map(([m, , isQuick]) => frame(m, 'intermediate', isQuick)))),
          );
          const answered = Buffer.concat(messages.map(([message]) => frame(message, 'intermediate')));
          const back = createReframer('intermediate', 'padded', createSeededRandom()).down(down(answered));
          expect(hex(back)).toBe(hex(answered));
        },
      ),
    );
  });

  test('turns a quick reply round for who writes abridged', () => {
    const reply = Buffer.from('01020384', 'hex');
    const down = (framing: 'abridged' | 'intermediate') =>
      createReframer(framing, 'padded', createSeededRandom()).down(reply);
    expect([down('intermediate').toString('hex'), down('abridged').toString('hex')]).toEqual([
      '01020384',
      '84030201',
    ]);
  });

  test('holds no packet without an end, and takes any bytes (N8)', () => {
    const { up } = createReframer('intermediate', 'padded', createSeededRandom());
    expect(() => up(Buffer.from('ffffff7f', 'hex'))).toThrow(RangeError);
    check(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }),
        anyFraming,
        (chunks, framing) => {
          const { up, down } = createReframer(framing, 'padded', createSeededRandom());
          for (const take of [up, down])
            try {
              for (const chunk of chunks) take(chunk);
            } catch (error) {
              expect(error).toBeInstanceOf(RangeError);
            }
        },
      ),
    );
  });
});
