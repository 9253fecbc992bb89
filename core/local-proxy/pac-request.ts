import { timingSafeEqual } from 'node:crypto';
import { headerValues, type RequestHead } from './request-head.ts';

/** Where the PAC lies: 128 random bits, so that nobody finds it who was not told. */
export function pacPath(token: Uint8Array): string {
  return `/${Buffer.from(token).toString('hex')}/proxy.pac`;
}

/**
 * Whether a request may read the PAC: it names the whole path (a query may follow: clients cache by URL), it was
 * addressed to loopback, and it does not come from a web page. A page can load any loopback URL as a script and
 * learn from the PAC who runs us; browsers mark such requests with Origin, Referer or Sec-Fetch-*.
 */
export function mayReadPac(head: RequestHead, path: string, port: number): boolean {
  const [asked = ''] = head.target.split('?');
  return (
    head.method === 'GET' &&
    sameText(asked, path) &&
    isAddressedToLoopback(headerValues(head, 'host'), port) &&
    !head.headers.some(([name]) => name === 'origin' || name === 'referer' || name.startsWith('sec-fetch-'))
  );
}

/** The whole HTTP/1.1 answer with a PAC; not to be stored, since an old one would lead clients astray. */
export function pacReply(script: string): Uint8Array {
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/x-ns-proxy-autoconfig',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(script)}`,
    'Connection: close',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${script}`);
}

/** Guards against DNS rebinding, where a foreign name leads to 127.0.0.1. */
function isAddressedToLoopback(hosts: readonly string[], port: number): boolean {
  const [host, ...more] = hosts;
  const own = ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`);
  return host !== undefined && more.length === 0 && own.includes(host.toLowerCase());
}

/** In a time that tells nothing about where two texts differ. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
