import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { Duplex } from 'node:stream';
import { type Failure, NetError } from '../../model/failure.ts';
import { onAbort } from '../abort.ts';
import { classify } from '../classify.ts';
import type { Query } from './query.ts';
import { MAX_MESSAGE_BYTES } from './reply.ts';
import type { DnsSession } from './session.ts';

export interface Http2SessionOptions {
  /** Host and port of the URL, as in RFC 3986. */
  readonly authority: string;
  readonly path: string;
}

const MEDIA_TYPE = 'application/dns-message';
const HTTP_OK = 200;
const MAX_SESSION_MEGABYTES = 1;

/**
 * DNS over HTTPS (RFC 8484) on one HTTP/2 connection over `stream`, which must be TLS with `h2` agreed on.
 * By POST: nothing on the way stores it, and the query stays out of URLs and logs.
 */
export function createHttp2Session(stream: Duplex, { authority, path }: Http2SessionOptions): DnsSession {
  const session = connect(`https://${authority}`, {
    createConnection: () => stream,
    settings: { enablePush: false, initialWindowSize: 2 * MAX_MESSAGE_BYTES, maxHeaderListSize: 16_384 },
    maxSessionMemory: MAX_SESSION_MEGABYTES,
  });
  // What a session dies of reaches each of its requests as well.
  session.on('error', () => undefined);
  // A half-open stream would leave the session waiting for answers that can no longer come.
  stream.once('end', () => session.destroy());

  return {
    exchange: (query, signal) => post(session, path, query, signal),
    isClosed: () => session.closed || session.destroyed,
    hold: (alive) => (alive ? session.ref() : session.unref()),
    close: () => session.destroy(),
  };
}

function post(
  session: ClientHttp2Session,
  path: string,
  query: Query,
  signal: AbortSignal,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if (session.closed || session.destroyed) {
    return Promise.reject(new NetError('resolve', 'connection_already_closed'));
  }
  const request = session.request({
    ':method': 'POST',
    ':path': path,
    accept: MEDIA_TYPE,
    'content-type': MEDIA_TYPE,
    'content-length': query.bytes.length,
  });
  return new Promise<Uint8Array>((resolve, reject) => {
    const give = (error: unknown) => {
      request.close(constants.NGHTTP2_CANCEL);
      reject(error);
    };
    const stop = onAbort(signal, () => give(signal.reason));
    request.once('close', stop);
    collect(request, resolve, (failure) => give(new NetError('resolve', failure)));
    request.end(query.bytes);
  });
}

function collect(
  request: ClientHttp2Stream,
  resolve: (message: Uint8Array) => void,
  fail: (failure: Failure) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('response', (headers) => {
    if (headers[':status'] !== HTTP_OK) fail('http_unexpected_status_code');
    else if (!headers['content-type']?.startsWith(MEDIA_TYPE)) fail('dns_server_misbehaving');
  });
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_MESSAGE_BYTES) fail('dns_server_misbehaving');
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (request.rstCode === constants.NGHTTP2_NO_ERROR && chunks.length > 0) resolve(Buffer.concat(chunks));
  });
  request.on('error', (error) => fail(classify(error, 'read').failure));
  request.on('close', () => fail('eof_error'));
}
