import type { Duplex } from 'node:stream';
import { NetError, type Operation } from '../model/failure.ts';
import type { ByteReader } from './byte-reader.ts';
import { readBody } from './http-body.ts';
import { formatRequest, HEAD_LIMIT, parseResponseHead, type ResponseHead } from './http-head.ts';

export interface HttpAnswer extends ResponseHead {
  /** At most `bodyLimit` bytes of it. */
  readonly body: Buffer;
}

export interface HttpRequest {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly defaultPort?: 80 | 443;
  /** Bytes of the body that are waited for; 0 unless given. */
  readonly bodyLimit?: number;
  readonly operation?: Operation;
}

/** One GET, any final status an answer (as OONI counts it). The stream is the caller's to close. */
export async function getOnce(
  stream: Duplex,
  reader: ByteReader,
  { bodyLimit = 0, defaultPort = 443, operation = 'dialogue', ...target }: HttpRequest,
): Promise<HttpAnswer> {
  stream.write(formatRequest({ ...target, method: 'GET', headers: { Connection: 'close' } }, defaultPort));
  const head = await readFinalHead(reader, operation);
  const pieces: Buffer[] = [];
  let length = 0;
  if (bodyLimit > 0) {
    const take = (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      return length < bodyLimit;
    };
    await readBody(reader, head, take, operation);
  }
  return { ...head, body: Buffer.concat(pieces).subarray(0, bodyLimit) };
}

/** Informational responses come before the final one (RFC 9110 §15.2); more than a few are no answer. */
export async function readFinalHead(reader: ByteReader, operation: Operation): Promise<ResponseHead> {
  for (let heads = 0; heads < 4; heads += 1) {
    const head = parseResponseHead(
      (await reader.until('\r\n\r\n', HEAD_LIMIT)).toString('latin1'),
      operation,
    );
    if (head.status >= 200) return head;
  }
  throw new NetError(operation, 'x_unexpected_answer');
}
