import { NetError, type Operation } from '../model/failure.ts';

export interface ResponseHead {
  readonly status: number;
  /** By lower-case name; repeated fields joined by a comma (RFC 9110 §5.3). */
  readonly headers: ReadonlyMap<string, string>;
}

/** A head longer than this is not an answer we wait for. */
export const HEAD_LIMIT = 32 * 1024;

/** Parses an HTTP/1.x response head (RFC 9112 §4); anything else is `x_unexpected_answer`. */
export function parseResponseHead(head: string, operation: Operation): ResponseHead {
  const [statusLine = '', ...fields] = head.replace(/(\r?\n)+$/, '').split(/\r?\n/);
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1];
  if (status === undefined) throw new NetError(operation, 'x_unexpected_answer');
  const headers = new Map<string, string>();
  for (const field of fields) {
    const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(field);
    if (match === null) throw new NetError(operation, 'x_unexpected_answer');
    const [, name = '', value = ''] = match;
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return { status: Number(status), headers };
}

export interface RequestHead {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An HTTP/1.1 request as a browser of no particular make would send it; identity encoding, so that bytes on the
 * wire can be counted. `defaultPort` is left out of the Host field (RFC 9110 §7.2).
 */
export function formatRequest(
  { method, host, port, path, headers = {} }: RequestHead,
  defaultPort = 443,
): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const fields = {
    Host: port === defaultPort ? name : `${name}:${port}`,
    'User-Agent': 'Mozilla/5.0',
    Accept: '*/*',
    'Accept-Encoding': 'identity',
    ...headers,
  };
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
