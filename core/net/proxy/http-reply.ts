import { proxyError } from './failure.ts';
import type { Taken } from './read-until.ts';

/** Bytes of a reply's head, interim replies included; squid's own limit for what it receives is eight times that. */
export const MAX_HEAD_BYTES = 8192;

const BEGINNING = Buffer.from('HTTP/1.', 'latin1');
const END = '\r\n\r\n';
const STATUS_LINE = /^HTTP\/1\.[01] ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const FIELD_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Reads the head of a reply to CONNECT (RFC 9112 §§2–5, strictly: CRLF only, no folded lines) from chunks as
 * they come: the final status and the bytes behind the head, undefined while more is due. Interim replies are
 * passed over. Throws NetError('proxy', 'x_proxy_not_a_proxy') at the first byte that cannot be such a head.
 */
export function createReplyReader(): (chunk: Buffer) => Taken<number> | undefined {
  let passedOver = 0;
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      checkBeginning(pending);
      const end = pending.indexOf(END, 0, 'latin1');
      const size = passedOver + (end < 0 ? pending.length : end + END.length);
      if (size > MAX_HEAD_BYTES) throw proxyError('x_proxy_not_a_proxy');
      if (end < 0) {
        checkLineEnds(pending);
        return undefined;
      }
      const status = parseHead(pending.toString('latin1', 0, end));
      pending = pending.subarray(end + END.length);
      if (status >= 200 || status === 101) return { value: status, rest: pending };
      passedOver = size;
    }
  };
}

function parseHead(head: string): number {
  const [statusLine = '', ...fieldLines] = head.split('\r\n');
  const status = STATUS_LINE.exec(statusLine)?.[1];
  if (status === undefined || !fieldLines.every((line) => FIELD_LINE.test(line))) {
    throw proxyError('x_proxy_not_a_proxy');
  }
  return Number(status);
}

/** Tells an SSH banner or a TLS alert at once, without waiting for a blank line that never comes. */
function checkBeginning(bytes: Buffer): void {
  const length = Math.min(bytes.length, BEGINNING.length);
  if (bytes.compare(BEGINNING, 0, length, 0, length) !== 0) throw proxyError('x_proxy_not_a_proxy');
}

function checkLineEnds(bytes: Buffer): void {
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at - 1] !== 0x0d) throw proxyError('x_proxy_not_a_proxy');
  }
}
