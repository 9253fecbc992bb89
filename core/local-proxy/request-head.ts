import { MALFORMED, NEED_MORE, type Parsed } from './parsed.ts';

/** The longest request line and headers together, in bytes. */
export const MAX_HEAD = 16 * 1024;
const MAX_HEADERS = 128;

const REQUEST_LINE = /^([A-Z]{1,32}) ([\x21-\x7e]+) HTTP\/1\.([01])$/;
const HEADER_LINE =
  /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*((?:[\x21-\x7e\x80-\xff][\x20-\x7e\x80-\xff\t]*)?)$/;

/** Request line and headers of an HTTP/1 request (RFC 9112 §3, §5). */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** Names in lower case, values without surrounding blanks, in order; a name may occur more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads a request's head, strictly: lines end in CRLF, no folded lines, no blanks before a colon. What is
 * malformed, not HTTP/1 or longer than MAX_HEAD is refused as early as that can be seen.
 */
export function readRequestHead(bytes: Buffer): Parsed<RequestHead> {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) {
    return bytes.length > MAX_HEAD || !mayBeRequestLine(bytes) ? MALFORMED : NEED_MORE;
  }
  if (end > MAX_HEAD) return MALFORMED;
  const [requestLine = '', ...headerLines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, method, target] = REQUEST_LINE.exec(requestLine) ?? [];
  if (method === undefined || target === undefined || headerLines.length > MAX_HEADERS) return MALFORMED;
  const headers: (readonly [string, string])[] = [];
  for (const line of headerLines) {
    const [, name, value] = HEADER_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return MALFORMED;
    headers.push([name.toLowerCase(), value.replace(/[ \t]+$/, '')]);
  }
  return { state: 'parsed', value: { method, target, headers }, length: end + 4 };
}

/** Every value that a header was given; `name` in lower case. */
export function headerValues({ headers }: RequestHead, name: string): readonly string[] {
  return headers.filter(([key]) => key === name).map(([, value]) => value);
}

function mayBeRequestLine(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, Math.min(bytes.length, 34));
  return /^([A-Z]{1,32}( |$)|$)/.test(start);
}
