import type { HostPort } from '../model/address.ts';
import type { Refusal } from './refusal.ts';
import { headerValues, type RequestHead } from './request-head.ts';
import { readTarget } from './target.ts';

const STATUSES: Readonly<Record<Refusal | 'bad-request', string>> = {
  'bad-request': '400 Bad Request',
  forbidden: '403 Forbidden',
  'network-unreachable': '502 Bad Gateway',
  'host-unreachable': '502 Bad Gateway',
  'connection-refused': '502 Bad Gateway',
  'timed-out': '504 Gateway Timeout',
  general: '502 Bad Gateway',
};

/** RFC 9110 §9.3.6: a 2xx to CONNECT has no content and no framing headers. */
export const TUNNEL_OPEN = Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n');

/**
 * Where a CONNECT request leads (authority-form, RFC 9112 §3.2.3); undefined where that cannot be read, or where
 * headers announce content, which CONNECT has not: what follows would be read differently by different eyes.
 */
export function connectTarget(head: RequestHead): HostPort | undefined {
  const framed = ['content-length', 'transfer-encoding'].some((name) =>
    headerValues(head, name).some((value) => value !== '0'),
  );
  return framed ? undefined : readAuthority(head.target);
}

/** `host:port`, IPv6 in brackets, port required. */
export function readAuthority(text: string): HostPort | undefined {
  const [, bracketed, name, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  if (bracketed !== undefined && !bracketed.includes(':')) return undefined;
  return readTarget(bracketed ?? name ?? '', Number(port));
}

/** The status code that says so. */
export function httpStatus(refusal: Refusal | 'bad-request'): number {
  return Number.parseInt(STATUSES[refusal], 10);
}

/** A complete answer that ends the connection. */
export function httpRefusal(refusal: Refusal | 'bad-request'): Uint8Array {
  return Buffer.from(`HTTP/1.1 ${STATUSES[refusal]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
