import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Method } from './method.ts';

export const TAG_BYTES = 16;
const TAG = { authTagLength: TAG_BYTES };

/** Seals with a nonce that is used once: what comes out, as long as what goes in, and then the tag, which nobody has to copy together yet. */
export function sealOnce(
  { cipher }: Pick<Method, 'cipher'>,
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
): readonly [Buffer, Buffer] {
  const box =
    cipher === 'chacha20-poly1305'
      ? createCipheriv(cipher, key, nonce, TAG)
      : createCipheriv(cipher, key, nonce, TAG);
  const sealed = box.update(plain);
  // Of these ciphers nothing is left over.
  box.final();
  return [sealed, box.getAuthTag()];
}

/** Throws where that was not sealed with this key and nonce. */
export function openOnce(
  { cipher }: Pick<Method, 'cipher'>,
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
): Buffer {
  const box =
    cipher === 'chacha20-poly1305'
      ? createDecipheriv(cipher, key, nonce, TAG)
      : createDecipheriv(cipher, key, nonce, TAG);
  box.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = box.update(sealed.subarray(0, -TAG_BYTES));
  box.final();
  return plain;
}
