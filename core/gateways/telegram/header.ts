import { createDecipheriv } from 'node:crypto';

/** How an app of Telegram's marks where a packet ends (core.telegram.org/mtproto/mtproto-transports). */
export type Framing = 'abridged' | 'intermediate';

/** Bytes an app begins an obfuscated connection with. */
export const HEADER_LENGTH = 64;

/** What the first 64 bytes of an app's obfuscated connection tell whoever carries them. */
export interface ObfuscatedHeader {
  /** The data centre it wants: its number, without the sign that means media. */
  readonly dataCentre: number;
  readonly isMedia: boolean;
  readonly framing: Framing;
  /** Reveals what the app wrote after the header; to be given all of it in order. */
  readonly reveal: (chunk: Uint8Array) => Buffer;
}

/** Padded intermediate packets differ from intermediate ones inside alone. */
const FRAMINGS: ReadonlyMap<number, Framing> = new Map([
  [0xefefefef, 'abridged'],
  [0xeeeeeeee, 'intermediate'],
  [0xdddddddd, 'intermediate'],
]);

/**
 * Reads the header of an obfuscated connection that has no secret (core.telegram.org/mtproto/mtproto-transports,
 * “Transport obfuscation”): its keys stand in it. Undefined where 64 bytes are none, or ask for a test data centre.
 */
export function readObfuscatedHeader(bytes: Uint8Array): ObfuscatedHeader | undefined {
  if (bytes.length !== HEADER_LENGTH) return undefined;
  const decipher = createDecipheriv('aes-256-ctr', bytes.subarray(8, 40), bytes.subarray(40, 56));
  const plain = decipher.update(bytes);
  const framing = FRAMINGS.get(plain.readUInt32LE(56));
  const signed = plain.readInt16LE(60);
  const dataCentre = Math.abs(signed);
  if (framing === undefined || dataCentre === 0 || dataCentre >= TEST_CENTRES) return undefined;
  return { dataCentre, isMedia: signed < 0, framing, reveal: (chunk) => decipher.update(chunk) };
}

/** Numbers from here on are of Telegram's test servers. */
const TEST_CENTRES = 10_000;
