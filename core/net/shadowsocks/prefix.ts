import type { Method } from './method.ts';

/** Outline's own advice. Bytes. */
const LONGEST = 16;
/** What has to stay random of a salt, or two connections would share a key. Bytes. */
const LEAST_RANDOM = 8;

/**
 * What a connection is to begin with, so that it looks like something else: each character of the text is a byte (Outline).
 * Undefined where the method has no room for it, or the text is none.
 */
export function readPrefix(text: string, { edition, keyBytes }: Method): Uint8Array | undefined {
  const bytes = Uint8Array.from([...text].map((character) => character.codePointAt(0) ?? 0));
  const isText = [...text].every((character) => (character.codePointAt(0) ?? 0) <= 0xff);
  const hasRoom = bytes.length > 0 && bytes.length <= Math.min(LONGEST, keyBytes - LEAST_RANDOM);
  return isText && hasRoom && edition === 2017 ? bytes : undefined;
}

/** A salt that begins with a prefix, where there is one. */
export function prefixed(salt: Uint8Array, prefix: Uint8Array | undefined): Uint8Array {
  if (prefix !== undefined) salt.set(prefix);
  return salt;
}
