import { type Cipher, createCipheriv, createHash } from 'node:crypto';
import type { Random } from '../model/time.ts';

/** Bytes an obfuscated connection begins with: its keys, and in what form and for whom packets follow. */
export const HEADER_LENGTH = 64;

const TAGS = { abridged: 0xefefefef, intermediate: 0xeeeeeeee, padded: 0xdddddddd } as const;
/** How it is marked where a packet ends (core.telegram.org/mtproto/mtproto-transports). */
export type Framing = keyof typeof TAGS;
const FRAMINGS: readonly Framing[] = ['abridged', 'intermediate', 'padded'];

/** First four bytes a header must not have: they would be taken for HTTP, TLS or a bare MTProto transport. */
const FORBIDDEN_STARTS: ReadonlySet<string> = new Set(
  ['HEAD', 'POST', 'GET ', 'OPTI']
    .map((word) => Buffer.from(word, 'latin1').toString('hex'))
    .concat(['eeeeeeee', 'dddddddd', '16030102']),
);
const ABRIDGED_START = 0xef;

/** What a header says to who has the secret. */
export interface Obfuscated {
  readonly framing: Framing;
  /** The number of the data centre, negative for media, 10,000 higher for tests; 16 bits. */
  readonly centre: number;
}

/** Both directions of one side of an obfuscated connection; each is to be given all of its bytes in order. */
export interface Obfuscation {
  readonly hide: (chunk: Uint8Array) => Buffer;
  readonly reveal: (chunk: Uint8Array) => Buffer;
}

/**
 * Draws the header that an obfuscated connection is opened with, and the ciphers of who opens it
 * (core.telegram.org/mtproto/mtproto-transports, “Transport obfuscation”). With a proxy's secret (16 bytes) only who has
 * it can read.
 */
export function openObfuscated(
  { framing, centre }: Obfuscated,
  { random, secret }: { readonly random: Random; readonly secret?: Uint8Array | undefined },
): Obfuscation & { readonly header: Buffer } {
  const plain = drawHeader(random);
  plain.writeUInt32LE(TAGS[framing], 56);
  plain.writeInt16LE(centre, 60);
  const { there, back } = ciphersOf(plain, secret);
  const hidden = there.update(plain);
  return {
    header: Buffer.concat([plain.subarray(0, 56), hidden.subarray(56)]),
    hide: (chunk) => there.update(chunk),
    reveal: (chunk) => back.update(chunk),
  };
}

/** Reads the header that somebody opened a connection with; undefined where 64 bytes are none, or not with this secret. */
export function readObfuscated(
  header: Uint8Array,
  secret?: Uint8Array,
): (Obfuscated & Obfuscation) | undefined {
  if (header.length !== HEADER_LENGTH) return undefined;
  const { there, back } = ciphersOf(header, secret);
  const plain = there.update(header);
  const tag = plain.readUInt32LE(56);
  const framing = FRAMINGS.find((known) => TAGS[known] === tag);
  if (framing === undefined) return undefined;
  return {
    framing,
    centre: plain.readInt16LE(60),
    hide: (chunk) => back.update(chunk),
    reveal: (chunk) => there.update(chunk),
  };
}

/** In counter mode hiding and revealing are the same; what is sent back is keyed by the header turned round. */
function ciphersOf(header: Uint8Array, secret: Uint8Array | undefined): { there: Cipher; back: Cipher } {
  const turned = Buffer.from(header.subarray(8, 56)).reverse();
  const keyed = (bytes: Uint8Array) =>
    createCipheriv('aes-256-ctr', keyOf(bytes.subarray(0, 32), secret), bytes.subarray(32, 48));
  return { there: keyed(header.subarray(8, 56)), back: keyed(turned) };
}

function keyOf(bytes: Uint8Array, secret: Uint8Array | undefined): Uint8Array {
  if (secret === undefined) return bytes;
  return createHash('sha256').update(bytes).update(secret).digest();
}

function drawHeader(random: Random): Buffer {
  for (;;) {
    const header = Buffer.from(random.bytes(HEADER_LENGTH));
    const isForbidden =
      header[0] === ABRIDGED_START ||
      FORBIDDEN_STARTS.has(header.toString('hex', 0, 4)) ||
      header.readUInt32LE(4) === 0;
    if (!isForbidden) return header;
  }
}
