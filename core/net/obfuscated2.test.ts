import { createCipheriv, createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { HEADER_LENGTH, openObfuscated, readObfuscated } from './obfuscated2.ts';

const anySecret = fc.option(fc.uint8Array({ minLength: 16, maxLength: 16 }), { nil: undefined });
const anyFraming = fc.constantFrom('abridged' as const, 'intermediate' as const, 'padded' as const);
const anyCentre = fc.integer({ min: -32_768, max: 32_767 });

describe('an obfuscated connection', () => {
  test('is read by who has its secret, in both directions, however it is cut', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 });
    check(
      fc.property(
        fc.nat(),
        anySecret,
        anyFraming,
        anyCentre,
        chunks,
        (seed, secret, framing, centre, said) => {
          const opened = openObfuscated({ framing, centre }, { random: createSeededRandom(seed), secret });
          expect(opened.header.length).toBe(HEADER_LENGTH);
          const read = readObfuscated(opened.header, secret);
          expect(read).toMatchObject({ framing, centre });
          if (read === undefined) return;
          for (const chunk of said) {
            expect(read.reveal(opened.hide(chunk))).toEqual(Buffer.from(chunk));
            expect(opened.reveal(read.hide(chunk))).toEqual(Buffer.from(chunk));
          }
        },
      ),
    );
  });

  test('is keyed by the hash of its header’s key and the secret, as the specification says', () => {
    const secret = Buffer.alloc(16, 0xab);
    const random = createSeededRandom(5);
    const { header, hide } = openObfuscated({ framing: 'padded', centre: -2 }, { random, secret });
    const key = createHash('sha256').update(header.subarray(8, 40)).update(secret).digest();
    const cipher = createCipheriv('aes-256-ctr', key, header.subarray(40, 56));
    expect(cipher.update(header).toString('hex', 56, 62)).toBe('ddddddddfeff');
    expect(hide(Buffer.from('packet'))).toEqual(cipher.update('packet'));
  });

  test('is none to who has another secret, or none', () => {
    const secret = Buffer.alloc(16, 1);
    const { header } = openObfuscated(
      { framing: 'padded', centre: 2 },
      { random: createSeededRandom(2), secret },
    );
    expect(readObfuscated(header, Buffer.alloc(16, 2))).toBeUndefined();
    expect(readObfuscated(header)).toBeUndefined();
    expect(readObfuscated(header.subarray(1), secret)).toBeUndefined();
  });
});
