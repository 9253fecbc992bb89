import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { NetError } from '../model/failure.ts';
import type { Random } from '../model/time.ts';
import type { ByteReader } from './byte-reader.ts';
import { formatRequest, HEAD_LIMIT, parseResponseHead } from './http-head.ts';

/** RFC 6455 §1.3 */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** A server frame longer than this is none of a handshake's. */
const FRAME_LIMIT = 64 * 1024;
/** Pings and empty frames we read past before giving up. */
const FRAMES_LIMIT = 16;

const CONTINUATION = 0x0;
const BINARY = 0x2;
const PING = 0x9;
const PONG = 0xa;

export interface WebSocketTarget {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly origin: string;
  /** The sub-protocol that is offered, and that must be agreed to. */
  readonly protocol?: string;
}

export interface WebSocketStream {
  /** One binary message. */
  send(data: Uint8Array): void;
  /** What the next binary message carries. */
  receive(): Promise<Buffer>;
  /** Exactly `length` bytes of what binary messages carry, joined. */
  exactly(length: number): Promise<Buffer>;
}

/**
 * Opens a web socket (RFC 6455 §4.1) and returns a reader of what its binary messages carry, joined. Any other
 * status than 101 is `http_unexpected_status_code`; a wrong accept key or sub-protocol, or a broken frame,
 * `x_unexpected_answer`.
 */
export async function openWebSocket(
  stream: Duplex,
  reader: ByteReader,
  target: WebSocketTarget,
  random: Random,
): Promise<WebSocketStream> {
  const key = Buffer.from(random.bytes(16)).toString('base64');
  stream.write(
    formatRequest({
      ...target,
      method: 'GET',
      headers: {
        Origin: target.origin,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
        ...(target.protocol === undefined ? {} : { 'Sec-WebSocket-Protocol': target.protocol }),
      },
    }),
  );
  const head = parseResponseHead((await reader.until('\r\n\r\n', HEAD_LIMIT)).toString('latin1'), 'dialogue');
  if (head.status !== 101) throw new NetError('dialogue', 'http_unexpected_status_code');
  const isAgreed =
    head.headers.get('sec-websocket-accept') === acceptKey(key) &&
    head.headers.get('sec-websocket-protocol') === target.protocol;
  if (!isAgreed) throw new NetError('dialogue', 'x_unexpected_answer');
  const receive = () => receiveBinary(stream, reader, random);
  let left: Buffer = Buffer.alloc(0);
  return {
    send: (data) => void stream.write(encodeFrame(BINARY, data, random.bytes(4))),
    receive,
    async exactly(length) {
      while (left.length < length) left = Buffer.concat([left, await receive()]);
      const taken = left.subarray(0, length);
      left = left.subarray(length);
      return taken;
    },
  };
}

/** What a server answers to a client's key (RFC 6455 §4.2.2). */
export function acceptKey(key: string): string {
  return createHash('sha1')
    .update(key + ACCEPT_GUID)
    .digest('base64');
}

/** A final frame, masked as a client must (RFC 6455 §5.2); `mask` is 4 bytes. */
export function encodeFrame(opcode: number, data: Uint8Array, mask: Uint8Array): Buffer {
  const head =
    data.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | data.length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, mask, data.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

async function receiveBinary(stream: Duplex, reader: ByteReader, random: Random): Promise<Buffer> {
  for (let frames = 0; frames < FRAMES_LIMIT; frames += 1) {
    const { opcode, data } = await readFrame(reader);
    if (opcode === PING) stream.write(encodeFrame(PONG, data, random.bytes(4)));
    else if (opcode === BINARY || opcode === CONTINUATION) {
      if (data.length > 0) return data;
    } else if (opcode !== PONG) break;
  }
  throw new NetError('dialogue', 'x_unexpected_answer');
}

/** Reads one unmasked frame. */
async function readFrame(reader: ByteReader): Promise<{ opcode: number; data: Buffer }> {
  const [first = 0, second = 0] = await reader.exactly(2);
  const isControl = (first & 0x08) !== 0;
  const short = second & 0x7f;
  const isBroken = (first & 0x70) !== 0 || (second & 0x80) !== 0 || (isControl && short > 125);
  if (isBroken) throw new NetError('dialogue', 'x_unexpected_answer');
  const length = await readLength(reader, short);
  if (length > FRAME_LIMIT) throw new NetError('dialogue', 'x_unexpected_answer');
  return { opcode: first & 0x0f, data: await reader.exactly(length) };
}

async function readLength(reader: ByteReader, short: number): Promise<number> {
  if (short === 126) return (await reader.exactly(2)).readUInt16BE();
  if (short === 127) return Number((await reader.exactly(8)).readBigUInt64BE());
  return short;
}
