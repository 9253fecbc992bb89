import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, hex } from '../../testing/fuzz.ts';
import { openByNoble, openOnce, sealByNoble, sealOnce } from './aead.ts';

const chacha = { cipher: 'chacha20-poly1305' } as const;
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('ChaCha20-Poly1305 without Node’s own seals what Node’s opens, and the other way', () => {
  check(
    fc.property(bytes(32), bytes(12), fc.uint8Array({ maxLength: 2000 }), (key, nonce, plain) => {
      const sealed = Buffer.concat(sealByNoble(key, nonce, plain));
      expect(hex(sealed)).toBe(hex(Buffer.concat(sealOnce(chacha, key, nonce, plain))));
      expect(hex(openOnce(chacha, key, nonce, sealed))).toBe(hex(plain));
      expect(hex(openByNoble(key, nonce, sealed))).toBe(hex(plain));
    }),
  );
});

test('what was not sealed with the key is opened by neither (N8)', () => {
  check(
    fc.property(bytes(32), bytes(12), fc.uint8Array({ maxLength: 100 }), (key, nonce, sealed) => {
      expect(() => openByNoble(key, nonce, sealed)).toThrow();
      expect(() => openOnce(chacha, key, nonce, sealed)).toThrow();
    }),
  );
});
