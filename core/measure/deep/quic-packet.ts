import { type InitialKeys, openInitial, QUIC_V1, sealInitial, varint } from './quic-initial.ts';

/** A first datagram is at least so long (RFC 9000 §14.1). Bytes. */
const DATAGRAM = 1200;
const LONGEST_ID = 20;
const CRYPTO_FRAME = 0x06;
/** Reserved to exercise version negotiation (RFC 9000 §15). */
const NO_VERSION = 0x1a2a3a4a;

/** Connection IDs of a first flight: the one we made up for the server, and our own. */
export interface ConnectionIds {
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
}

/** A datagram of a version nobody speaks: who speaks QUIC answers with the versions it does (RFC 9000 §6). */
export function encodeVersionProbe(ids: ConnectionIds): Buffer {
  return Buffer.concat([longHeader(NO_VERSION, ids), Buffer.alloc(DATAGRAM)]).subarray(0, DATAGRAM);
}

/** A whole Initial of QUIC version 1 that carries a ClientHello (RFC 9000 §17.2.2). */
export function encodeInitial(ids: ConnectionIds, hello: Uint8Array, keys: InitialKeys): Buffer {
  const header = Buffer.concat([longHeader(QUIC_V1, ids), Buffer.from([0])]);
  const frame = Buffer.concat([Buffer.from([CRYPTO_FRAME, 0]), varint(hello.length), hello]);
  // Two bytes of length, four of the packet's number, sixteen of the seal.
  const room = DATAGRAM - header.length - 2 - 4 - 16;
  const frames = Buffer.concat([frame, Buffer.alloc(Math.max(0, room - frame.length))]);
  return sealInitial(header, frames, keys);
}

function longHeader(version: number, { destination, source }: ConnectionIds): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(0xc3);
  head.writeUInt32BE(version, 1);
  const sized = (id: Uint8Array) => Buffer.concat([Buffer.from([id.length]), id]);
  return Buffer.concat([head, sized(destination), sized(source)]);
}

/** What a server's datagram is: a list of versions, a sealed first packet of version 1, or the wish to be asked again. */
export type QuicAnswer =
  | { readonly kind: 'versions'; readonly versions: readonly number[] }
  | { readonly kind: 'initial' }
  | { readonly kind: 'retry' };

/** Reads a datagram that came back for a first flight with these connection IDs; null for anything else, of other seals too. */
export function readQuicAnswer(
  datagram: Uint8Array,
  ids: ConnectionIds,
  keys: InitialKeys,
): QuicAnswer | null {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const head = readHeader(bytes);
  // The server answers to our ID; whoever did not see our datagram does not know it.
  if (head === null || !head.destination.equals(ids.source)) return null;
  if (head.version === 0)
    return head.source.equals(ids.destination) ? readVersions(bytes.subarray(head.end)) : null;
  if (head.version !== QUIC_V1) return null;
  if (head.type === 3) return bytes.length > head.end + 16 ? { kind: 'retry' } : null;
  if (head.type !== 0) return null;
  const token = readVarint(bytes, head.end);
  const length = token === null ? null : readVarint(bytes, token.end + token.value);
  if (length === null) return null;
  const end = length.end + length.value;
  return openInitial(bytes, length.end, end, keys) === null ? null : { kind: 'initial' };
}

function readHeader(bytes: Buffer) {
  if (bytes.length < 7 || (bytes.readUInt8(0) & 0x80) === 0) return null;
  const destination = readId(bytes, 5);
  const source = destination === null ? null : readId(bytes, destination.end);
  if (destination === null || source === null) return null;
  const type = (bytes.readUInt8(0) >> 4) & 0x03;
  return {
    type,
    version: bytes.readUInt32BE(1),
    destination: destination.id,
    source: source.id,
    end: source.end,
  };
}

function readId(bytes: Buffer, at: number): { readonly id: Buffer; readonly end: number } | null {
  if (at >= bytes.length) return null;
  const length = bytes.readUInt8(at);
  const end = at + 1 + length;
  return length > LONGEST_ID || end > bytes.length ? null : { id: bytes.subarray(at + 1, end), end };
}

function readVersions(list: Buffer): QuicAnswer | null {
  if (list.length === 0 || list.length % 4 !== 0) return null;
  return {
    kind: 'versions',
    versions: Array.from({ length: list.length / 4 }, (_, at) => list.readUInt32BE(at * 4)),
  };
}

/** RFC 9000 §16; lengths beyond a datagram's are none. */
function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | null {
  if (at >= bytes.length) return null;
  const size = 1 << (bytes.readUInt8(at) >> 6);
  if (at + size > bytes.length || size > 4) return null;
  const value = bytes.readUIntBE(at, size) % 2 ** (size * 8 - 2);
  return { value, end: at + size };
}
