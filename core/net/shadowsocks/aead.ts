import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Method } from './method.ts';

export const TAG_BYTES = 16;
const TAG = { authTagLength: TAG_BYTES };

/** Seals with a nonce that is used once: what comes out is as long as what goes in, and its tag. */
export function sealOnce(
  { cipher }: Pick<Method, 'cipher'>,
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
): Buffer {
  const box =
    cipher === 'chacha20-poly1305'
      ? createCipheriv(cipher, key, nonce, TAG)
      : createCipheriv(cipher, key, nonce, TAG);
  return Buffer.concat([box.update(plain), box.final(), box.getAuthTag()]);
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
  return Buffer.concat([box.update(sealed.subarray(0, -TAG_BYTES)), box.final()]);
}
