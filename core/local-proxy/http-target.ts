import type { HostPort } from '../model/address.ts';
import { readTarget } from './target.ts';

/** Where a request in absolute form leads, and how it is said to the server there. */
export interface AbsoluteTarget {
  readonly target: HostPort;
  readonly path: string;
  /** For the Host header, which a proxy makes from the target and not from what the client put there. */
  readonly authority: string;
}

/** Reads `http://host[:port]/path` (RFC 9112 §3.2.2); undefined for anything else, credentials in it included. */
export function readAbsoluteTarget(text: string): AbsoluteTarget | undefined {
  if (!isAbsolute(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const target = readTarget(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || 80));
  if (target === undefined || url.username !== '' || url.password !== '') return undefined;
  return { target, path: `${url.pathname}${url.search}`, authority: url.host };
}

/** Whether a request target is meant for a proxy. Only unencrypted HTTP: the rest comes as CONNECT. */
export function isAbsolute(text: string): boolean {
  return /^http:\/\//i.test(text);
}
