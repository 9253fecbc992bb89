import { type Framing, type Obfuscation, readObfuscated } from '../../net/obfuscated2.ts';

/** What the first 64 bytes of an app's obfuscated connection tell whoever carries them. */
export interface ObfuscatedHeader extends Obfuscation {
  /** The data centre it wants: its number, without the sign that means media. */
  readonly dataCentre: number;
  readonly isMedia: boolean;
  /** How it is marked where a packet ends. */
  readonly framing: Framing;
}

/** Numbers from here on are of Telegram's test servers. */
const TEST_CENTRES = 10_000;

/**
 * Reads the header of an app's obfuscated connection: without a secret its keys stand in it. Undefined where 64 bytes are
 * none, or ask for no data centre, or for one for tests.
 */
export function readObfuscatedHeader(bytes: Uint8Array, secret?: Uint8Array): ObfuscatedHeader | undefined {
  const read = readObfuscated(bytes, secret);
  if (read === undefined) return undefined;
  const { centre, framing, hide, reveal } = read;
  const dataCentre = Math.abs(centre);
  if (dataCentre === 0 || dataCentre >= TEST_CENTRES) return undefined;
  return { dataCentre, isMedia: centre < 0, framing, hide, reveal };
}
