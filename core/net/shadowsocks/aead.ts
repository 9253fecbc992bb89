import { createCipheriv, createDecipheriv, getCiphers } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Method } from './method.ts';

export const TAG_BYTES = 16;
const TAG = { authTagLength: TAG_BYTES };

type Cipher = Pick<Method, 'cipher'>;

let hasChaCha: boolean | undefined;

/** Whether Node has the cipher: Electron's, built on BoringSSL, has AES alone. */
function isOurs({ cipher }: Cipher): boolean {
  if (cipher !== 'chacha20-poly1305') return false;
  hasChaCha ??= getCiphers().includes(cipher);
  return !hasChaCha;
}

/** Seals with a nonce that is used once: what comes out, as long as what goes in, and then the tag, which nobody has to copy together yet. */
export function sealOnce(
  method: Cipher,
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
): readonly [Buffer, Buffer] {
  if (isOurs(method)) return sealByNoble(key, nonce, plain);
  const { cipher } = method;
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
export function openOnce(method: Cipher, key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer {
  if (isOurs(method)) return openByNoble(key, nonce, sealed);
  const { cipher } = method;
  const box =
    cipher === 'chacha20-poly1305'
      ? createDecipheriv(cipher, key, nonce, TAG)
      : createDecipheriv(cipher, key, nonce, TAG);
  box.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = box.update(sealed.subarray(0, -TAG_BYTES));
  box.final();
  return plain;
}

/** ChaCha20-Poly1305 (RFC 8439) without Node's own; `sealOnce` where that is missing. */
export function sealByNoble(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
): readonly [Buffer, Buffer] {
  const sealed = asBuffer(chacha20poly1305(key, nonce).encrypt(plain));
  return [sealed.subarray(0, -TAG_BYTES), sealed.subarray(-TAG_BYTES)];
}

/** `openOnce` where Node's own is missing. */
export function openByNoble(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Buffer {
  return asBuffer(chacha20poly1305(key, nonce).decrypt(sealed));
}

function asBuffer({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
