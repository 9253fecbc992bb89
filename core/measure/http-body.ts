import { NetError, type Operation } from '../model/failure.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ResponseHead } from './http-head.ts';

/** Called with each piece of a body as it comes; false stops the reading. */
export type BodySink = (piece: Buffer) => boolean;

/** `again`: the connection can carry another request; `last`: it cannot; `stopped`: the sink had enough. */
export type BodyEnd = 'again' | 'last' | 'stopped';

/**
 * Reads a response's body in the framing its head announces (RFC 9112 §6.3) and says whether the connection can
 * be used again. A body cut short is `eof_error`, broken framing `x_unexpected_answer`.
 */
export async function readBody(
  reader: ByteReader,
  head: ResponseHead,
  sink: BodySink,
  operation: Operation,
): Promise<BodyEnd> {
  const after = /\bclose\b/i.test(head.headers.get('connection') ?? '') ? 'last' : 'again';
  if (head.status < 200 || head.status === 204 || head.status === 304) return after;
  if (/\bchunked$/i.test(head.headers.get('transfer-encoding') ?? '')) {
    return (await readChunks(reader, sink, operation)) ? after : 'stopped';
  }
  const length = head.headers.get('content-length');
  if (length === undefined) return (await readToEnd(reader, sink)) ? 'last' : 'stopped';
  if (!/^\d{1,15}$/.test(length)) throw new NetError(operation, 'x_unexpected_answer');
  return (await readLength(reader, Number(length), sink, operation)) ? after : 'stopped';
}

/** Bodies are taken in pieces of at most this many bytes, so that a curve of them has a grain. */
const PIECE = 4096;

async function readLength(
  reader: ByteReader,
  length: number,
  sink: BodySink,
  operation: Operation,
): Promise<boolean> {
  for (let left = length; left > 0; ) {
    const piece = await reader.some(Math.min(left, PIECE));
    if (piece === null) throw new NetError(operation, 'eof_error');
    left -= piece.length;
    if (!sink(piece)) return false;
  }
  return true;
}

async function readToEnd(reader: ByteReader, sink: BodySink): Promise<boolean> {
  for (let piece = await reader.some(PIECE); piece !== null; piece = await reader.some(PIECE)) {
    if (!sink(piece)) return false;
  }
  return true;
}

async function readChunks(reader: ByteReader, sink: BodySink, operation: Operation): Promise<boolean> {
  for (;;) {
    const line = (await reader.until('\r\n', 1024)).toString('latin1');
    const size = /^([0-9a-f]{1,8})(?:[ \t]*;.*)?\r\n$/i.exec(line)?.[1];
    if (size === undefined) throw new NetError(operation, 'x_unexpected_answer');
    const length = Number.parseInt(size, 16);
    if (length === 0) {
      await skipTrailers(reader);
      return true;
    }
    if (!(await readLength(reader, length, sink, operation))) return false;
    if ((await reader.exactly(2)).toString('latin1') !== '\r\n') {
      throw new NetError(operation, 'x_unexpected_answer');
    }
  }
}

async function skipTrailers(reader: ByteReader): Promise<void> {
  for (let line = ''; line !== '\r\n'; ) line = (await reader.until('\r\n', 8192)).toString('latin1');
}
