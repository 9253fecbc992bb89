import { varint } from './quic-initial.ts';

/** What a ClientHello is made with: 32 unpredictable bytes, and an X25519 public key of 32. */
export interface QuicHelloParts {
  readonly serverName: string;
  readonly random: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly source: Uint8Array;
}

/** A TLS 1.3 ClientHello for HTTP/3 (RFC 8446 §4.1.2, RFC 9001 §8), just enough for a server to answer with its own. */
export function encodeQuicHello({ serverName, random, publicKey, source }: QuicHelloParts): Buffer {
  const name = Buffer.from(serverName, 'latin1');
  const extensions = [
    extension(0, long([Buffer.from([0]), long([name])])),
    // x25519, and signatures that servers have certificates for.
    extension(10, long([Buffer.from([0x00, 0x1d])])),
    extension(13, long([Buffer.from('04030804040105030805050108060601', 'hex')])),
    extension(16, long([short(Buffer.from('h3', 'latin1'))])),
    extension(43, short(Buffer.from([0x03, 0x04]))),
    extension(45, short(Buffer.from([0x01]))),
    extension(51, long([Buffer.from([0x00, 0x1d]), long([publicKey])])),
    extension(57, transportParameters(source)),
  ];
  const suites = Buffer.from('130113021303', 'hex');
  const body = Buffer.concat([
    ...[Buffer.from([0x03, 0x03]), random, Buffer.from([0]), long([suites]), short(Buffer.from([0]))],
    long(extensions),
  ]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(0x01000000 + body.length);
  return Buffer.concat([head, body]);
}

/** The ones every endpoint sends (RFC 9000 §18.2): limits for a page, and our own connection ID. */
function transportParameters(source: Uint8Array): Buffer {
  const parameter = (id: number, value: Uint8Array) =>
    Buffer.concat([Buffer.from([id, value.length]), value]);
  return Buffer.concat([
    parameter(0x01, varint(10_000)),
    ...[0x04, 0x05, 0x06, 0x07].map((id) => parameter(id, varint(16_000))),
    ...[0x08, 0x09].map((id) => parameter(id, varint(16))),
    parameter(0x0f, source),
  ]);
}

function extension(type: number, content: Uint8Array): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(type);
  return Buffer.concat([head, long([content])]);
}

/** With a length of two bytes before it. */
function long(parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(2);
  head.writeUInt16BE(content.length);
  return Buffer.concat([head, content]);
}

/** With a length of one byte before it. */
function short(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([content.length]), content]);
}
