import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Method } from './method.ts';

/** The most that one chunk carries; the two upper bits of its length are reserved (SIP004). Bytes. */
const MOST_PAYLOAD = 0x3fff;
const TAG_BYTES = 16;
const LENGTH_BYTES = 2;
const NONCE_BYTES = 12;

/** Counts up as little-endian bytes, one for each thing sealed (SIP004). */
function createNonces(): () => Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  let used = false;
  return () => {
    for (let at = 0; used && at < nonce.length; at += 1) {
      nonce[at] = ((nonce[at] ?? 0) + 1) & 0xff;
      if (nonce[at] !== 0) break;
    }
    used = true;
    return nonce;
  };
}

const TAG = { authTagLength: TAG_BYTES };

function sealingBox(cipher: Method['cipher'], key: Uint8Array, nonce: Uint8Array) {
  if (cipher === 'chacha20-poly1305') return createCipheriv(cipher, key, nonce, TAG);
  return createCipheriv(cipher, key, nonce, TAG);
}

function openingBox(cipher: Method['cipher'], key: Uint8Array, nonce: Uint8Array) {
  if (cipher === 'chacha20-poly1305') return createDecipheriv(cipher, key, nonce, TAG);
  return createDecipheriv(cipher, key, nonce, TAG);
}

/** Seals what one side says, in as many chunks as it takes. */
export function createSealer({ cipher }: Method, key: Uint8Array): (plain: Uint8Array) => Buffer {
  const nonce = createNonces();
  const seal = (plain: Uint8Array): Buffer[] => {
    const box = sealingBox(cipher, key, nonce());
    return [box.update(plain), box.final(), box.getAuthTag()];
  };
  return (plain) => {
    const parts: Buffer[] = [];
    for (let at = 0; at < plain.length; at += MOST_PAYLOAD) {
      const payload = plain.subarray(at, at + MOST_PAYLOAD);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt16BE(payload.length);
      parts.push(...seal(length), ...seal(payload));
    }
    return Buffer.concat(parts);
  };
}

export interface Opener {
  /** The plain text of every chunk that is whole now. Throws where a chunk was not sealed with this key. */
  push(sealed: Uint8Array): Buffer[];
}

/** Opens what the other side says, however it arrives; holds back at most one chunk. */
export function createOpener({ cipher }: Method, key: Uint8Array): Opener {
  const nonce = createNonces();
  let held: Buffer = Buffer.alloc(0);
  /** Of the payload that comes next; undefined while its length is awaited. */
  let length: number | undefined;

  const open = (sealed: Buffer): Buffer => {
    const box = openingBox(cipher, key, nonce());
    box.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([box.update(sealed.subarray(0, -TAG_BYTES)), box.final()]);
  };
  return {
    push(sealed) {
      held = held.length === 0 ? Buffer.from(sealed) : Buffer.concat([held, sealed]);
      const opened: Buffer[] = [];
      for (;;) {
        const size: number = (length ?? LENGTH_BYTES) + TAG_BYTES;
        if (held.length < size) return opened;
        const plain = open(held.subarray(0, size));
        held = held.subarray(size);
        if (length === undefined) length = plain.readUInt16BE() & MOST_PAYLOAD;
        else {
          length = undefined;
          opened.push(plain);
        }
      }
    },
  };
}
