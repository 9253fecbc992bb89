/** Distinguished Encoding Rules (X.690), as much of them as a certificate is made of. */
const TAG = {
  integer: 0x02,
  bits: 0x03,
  nothing: 0x05,
  identifier: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

/** X.690 §8.1.3: short below 128, else the number of length bytes first. */
function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 128) return Buffer.of(length);
  return length < 256 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer =>
  element(TAG.sequence, Buffer.concat(parts));
export const set = (...parts: readonly Uint8Array[]): Buffer => element(TAG.set, Buffer.concat(parts));
export const nothing = (): Buffer => element(TAG.nothing, Buffer.alloc(0));
export const text = (words: string): Buffer => element(TAG.text, Buffer.from(words, 'utf8'));
/** A positive number of at most 127 bytes; a leading zero keeps it positive. */
export const integer = (bytes: Uint8Array): Buffer =>
  element(TAG.integer, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]));
/** Whole bytes. */
export const bits = (bytes: Uint8Array): Buffer => element(TAG.bits, Buffer.concat([Buffer.of(0), bytes]));
/** Already encoded arcs of an object identifier. */
export const identifier = (...arcs: readonly number[]): Buffer => element(TAG.identifier, Buffer.from(arcs));
/** UTCTime (RFC 5280 §4.1.2.5.1), for moments before 2050. Milliseconds since 1970. */
export const time = (moment: number): Buffer =>
  element(TAG.time, Buffer.from(`${new Date(moment).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
/** A context-specific wrapper around one element. */
export const tagged = (number: number, content: Uint8Array): Buffer => element(0xa0 | number, content);
