import { openOnce, sealOnce, TAG_BYTES } from './aead.ts';
import type { Method } from './method.ts';

/** The most that one chunk carries: SIP004 reserves the two upper bits of its length, SIP022 does not. Bytes. */
const MOST_PAYLOAD = { 2017: 0x3fff, 2022: 0xffff };
const LENGTH_BYTES = 2;
const NONCE_BYTES = 12;
const NOTHING = Buffer.alloc(0);

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

/** Seals one thing after the other, each with the next nonce; what comes out is in two pieces. */
export type SealingBox = (plain: Uint8Array) => readonly [Buffer, Buffer];
/** Opens them in turn. */
export type OpeningBox = (sealed: Uint8Array) => Buffer;

export function createSealingBox(method: Method, key: Uint8Array): SealingBox {
  const nonce = createNonces();
  return (plain) => sealOnce(method, key, nonce(), plain);
}

/** The box throws where something was not sealed with this key. */
export function createOpeningBox(method: Method, key: Uint8Array): OpeningBox {
  const nonce = createNonces();
  return (sealed) => openOnce(method, key, nonce(), sealed);
}

/** Seals what one side says, in as many chunks as it takes. */
export function createSealer({ edition }: Method, seal: SealingBox): (plain: Uint8Array) => Buffer {
  const most = MOST_PAYLOAD[edition];
  return (plain) => {
    const parts: Buffer[] = [];
    for (let at = 0; at < plain.length; at += most) {
      const payload = plain.subarray(at, at + most);
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
  /** Whether the other side may end here: no chunk has begun. */
  isWhole(): boolean;
}

/**
 * Opens what the other side says, however it arrives; holds back at most one chunk. `firstLength`: of the payload it begins
 * with, where that was said before.
 */
export function createOpener({ edition }: Method, open: OpeningBox, firstLength?: number): Opener {
  let held: Buffer = NOTHING;
  /** Of the payload that comes next; undefined while its length is awaited. */
  let length = firstLength;
  return {
    isWhole: () => held.length === 0 && length === undefined,
    push(sealed) {
      const opened: Buffer[] = [];
      for (let at = 0; ; ) {
        const size: number = (length ?? LENGTH_BYTES) + TAG_BYTES;
        const end = at + size - held.length;
        if (end > sealed.length) {
          held = Buffer.concat([held, sealed.subarray(at)]);
          return opened;
        }
        // Only what was cut is put together: all else is opened where it lies.
        const piece = sealed.subarray(at, end);
        const plain = open(held.length === 0 ? piece : Buffer.concat([held, piece]));
        held = NOTHING;
        at = end;
        if (length === undefined) length = plain.readUInt16BE() & MOST_PAYLOAD[edition];
        else {
          length = undefined;
          opened.push(plain);
        }
      }
    },
  };
}
