import type { ByteRange } from './cursor.ts';

/** The record layer of TLS (RFC 8446 §5.1), as far as a plaintext handshake needs it. */

export const RECORD_HEADER = 5;
export const HANDSHAKE_RECORD = 22;
export const ALERT_RECORD = 21;
const MAX_RECORD_PAYLOAD = 16384;

interface RecordHeader {
  readonly type: number;
  /** Legacy record version as sent, 0x0300–0x0304. */
  readonly version: number;
  /** Bytes after the header, 1–16384. */
  readonly length: number;
}

export type HeaderReading = 'need-more' | 'not-tls' | RecordHeader;

/** Reads the header at `at`; says `not-tls` as soon as one byte cannot belong to a record of one of `types`. */
export function readRecordHeader(bytes: Uint8Array, at: number, types: readonly number[]): HeaderReading {
  const [type, major, minor, high, low] = bytes.subarray(at, at + RECORD_HEADER);
  if (type === undefined) return 'need-more';
  if (!types.includes(type)) return 'not-tls';
  if (major === undefined) return 'need-more';
  if (major !== 3) return 'not-tls';
  if (minor === undefined) return 'need-more';
  if (minor > 4) return 'not-tls';
  if (high === undefined || low === undefined) return 'need-more';
  const length = high * 256 + low;
  if (length === 0 || length > MAX_RECORD_PAYLOAD) return 'not-tls';
  return { type, version: major * 256 + minor, length };
}

/** One handshake record around a payload of 1–16384 bytes. */
export function frameRecord(version: number, payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(RECORD_HEADER + payload.length);
  record.set([HANDSHAKE_RECORD, version >> 8, version & 255, payload.length >> 8, payload.length & 255]);
  record.set(payload, RECORD_HEADER);
  return record;
}

/** The payloads of records, put together; a record that is not all there gives what there is. */
export function payloadOf(bytes: Uint8Array, records: readonly ByteRange[]): Uint8Array {
  return concatBytes(records.map(({ start, end }) => bytes.subarray(start + RECORD_HEADER, end)));
}

/** Several byte strings as one. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
