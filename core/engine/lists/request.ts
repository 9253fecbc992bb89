import { createByteReader } from '../../measure/byte-reader.ts';
import { readBody } from '../../measure/http-body.ts';
import { readFinalHead } from '../../measure/http-get.ts';
import { formatRequest } from '../../measure/http-head.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Clock } from '../../model/time.ts';
import { secure } from '../../net/tls-client.ts';
import { readHost } from '../../transports/host.ts';

/** A list of a thousand servers is far smaller. Bytes. */
const MOST_BYTES = 2 << 20;

/** What its web server said of a list when it was asked last. */
export interface Validators {
  readonly tag?: string | undefined;
  readonly modified?: string | undefined;
}

export type ListAnswer =
  | { readonly kind: 'list'; readonly text: string; readonly validators: Validators }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'elsewhere'; readonly location: string }
  | { readonly kind: 'too-large' }
  /** Any other status. */
  | { readonly kind: 'refused' };

export interface RequestParts {
  readonly dialer: StreamDialer;
  /** PEMs that its certificate is checked against. */
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Asks for a list once, over TLS, by a request that says nothing of the program that makes it. Reads at most 2 MiB. Rejects
 * with NetError or the signal's reason.
 */
export async function requestList(
  url: URL,
  { tag, modified }: Validators,
  { dialer, roots, clock, signal }: RequestParts,
): Promise<ListAnswer> {
  const host = readHost(url.hostname) ?? '';
  const port = Number(url.port || 443);
  const stream = await dialer.dial({ host, port }, { signal });
  const socket = await secure(stream, {
    ...{ serverName: host, verifyName: host, roots, alpn: ['http/1.1'], signal, clock },
  });
  try {
    const headers = {
      ...(tag === undefined ? {} : { 'If-None-Match': tag }),
      ...(modified === undefined ? {} : { 'If-Modified-Since': modified }),
      Connection: 'close',
    };
    const path = `${url.pathname}${url.search}`;
    socket.write(formatRequest({ method: 'GET', host, port, path, headers }));
    const reader = createByteReader(socket, { signal, clock, operation: 'read' });
    const head = await readFinalHead(reader, 'read');
    const field = (name: string, longest: number) => {
      const value = head.headers.get(name);
      return value === undefined || value.length > longest || !/^[\x20-\x7e]+$/.test(value)
        ? undefined
        : value;
    };
    if (head.status === 304) return { kind: 'unchanged' };
    const location = head.headers.get('location');
    if (REDIRECTS.has(head.status) && location !== undefined) return { kind: 'elsewhere', location };
    if (head.status !== 200) return { kind: 'refused' };
    const pieces: Buffer[] = [];
    let length = 0;
    const take = (piece: Buffer) => {
      length += piece.length;
      pieces.push(piece);
      return length <= MOST_BYTES;
    };
    await readBody(reader, head, take, 'read');
    if (length > MOST_BYTES) return { kind: 'too-large' };
    const text = Buffer.concat(pieces).toString('utf8');
    return {
      kind: 'list',
      text,
      validators: { tag: field('etag', 512), modified: field('last-modified', 64) },
    };
  } finally {
    socket.destroy();
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
