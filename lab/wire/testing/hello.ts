export interface HelloOptions {
  readonly name?: string;
  /** Bytes of padding extension, before the name's extension. */
  readonly padding?: number;
  readonly greased?: boolean;
  readonly keyShares?: readonly number[];
}

/** A ClientHello handshake message, without record headers. */
export function helloMessage(options: HelloOptions = {}): Buffer {
  const { name = 'web.whatsapp.com', padding = 0, greased = false, keyShares = [0x1d] } = options;
  const ciphers = greased ? [0x1a1a, 0x1301] : [0x1301, 0x1302];
  const extensions = Buffer.concat([
    extension(21, Buffer.alloc(padding)),
    extension(0, sized(2, Buffer.concat([Buffer.of(0), sized(2, Buffer.from(name, 'latin1'))]))),
    extension(51, sized(2, Buffer.concat(keyShares.map((group) => extension(group, Buffer.alloc(32)))))),
  ]);
  const body = Buffer.concat([
    Buffer.of(3, 3),
    Buffer.alloc(32, 7),
    sized(1, Buffer.alloc(32, 9)),
    sized(2, Buffer.concat(ciphers.map(twoBytes))),
    Buffer.of(1, 0),
    sized(2, extensions),
  ]);
  return Buffer.concat([Buffer.of(1, 0), sized(2, body)]);
}

/** Handshake bytes as TLS records, cut at the given offsets. */
export function inRecords(message: Buffer, cuts: readonly number[] = []): Buffer {
  return Buffer.concat(
    pieces(message, cuts).map((piece) => Buffer.concat([Buffer.of(22, 3, 1), sized(2, piece)])),
  );
}

/** Bytes cut at the given offsets. */
export function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [0, ...cuts, bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

function extension(type: number, body: Buffer): Buffer {
  return Buffer.concat([twoBytes(type), sized(2, body)]);
}

function sized(lengthBytes: 1 | 2, content: Buffer): Buffer {
  const length = lengthBytes === 1 ? Buffer.of(content.length) : twoBytes(content.length);
  return Buffer.concat([length, content]);
}

function twoBytes(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}
