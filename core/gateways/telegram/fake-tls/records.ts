const HEADER = 5;
/** RFC 8446 §5.2. */
const MOST_PAYLOAD = 16_384 + 256;
export const HANDSHAKE = 22;
export const CHANGE_CIPHER = 20;
export const DATA = 23;

export interface TlsRecord {
  readonly type: number;
  readonly payload: Buffer;
  /** Bytes of all of it. */
  readonly length: number;
}

/** The record that bytes begin with; undefined while it has not come whole. Throws RangeError where they are no TLS. */
export function readRecord(bytes: Buffer): TlsRecord | undefined {
  const type = bytes[0];
  if (type === undefined) return undefined;
  if (type < CHANGE_CIPHER || type > DATA || (bytes[1] ?? 3) !== 3) throw new RangeError('not TLS');
  if (bytes.length < HEADER) return undefined;
  const length = HEADER + bytes.readUInt16BE(3);
  if (length > HEADER + MOST_PAYLOAD) throw new RangeError('not TLS');
  if (bytes.length < length) return undefined;
  return { type, payload: bytes.subarray(HEADER, length), length };
}

/** One record of TLS 1.2's version, as 1.3 has it after the first. */
export function writeRecord(type: number, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(type, 3, 3, payload.length >> 8, payload.length & 255), payload]);
}
