import { formatHostPort, type HostPort } from '../model/address.ts';
import { findMethod } from '../net/shadowsocks/method.ts';
import { readHost, readPort } from './host.ts';

export const PROXY_PROTOCOLS = ['socks5', 'socks4a', 'http-proxy', 'https-proxy', 'ss'] as const;
export type ProxyProtocol = (typeof PROXY_PROTOCOLS)[number];

export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/** A proxy to go through; canonical as `createProxy` makes it. With `ss`, the user name is the cipher. */
export interface ProxyElement extends HostPort {
  readonly kind: 'proxy';
  readonly protocol: ProxyProtocol;
  /** Absent where both would be empty. */
  readonly credentials?: ProxyCredentials;
}

/** Why something is no proxy; never holds what was typed. */
export type ProxyProblem = 'bad-host' | 'missing-port' | 'bad-port' | 'bad-credentials' | 'bad-encoding';

const ELEMENT = /^(socks5|socks4a|http-proxy|https-proxy|ss):\/\/(.*)$/is;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/s;
/** What must be percent-encoded in a user name or password (RFC 3986 §3.2.1). */
const UNENCODED = /[\s/?#@[\]]/;
/** A byte is the length of a user name or password in SOCKS5; nobody needs more elsewhere. */
const MAX_CREDENTIAL_BYTES = 255;
/** Control characters, and halves of characters that have no UTF-8. */
const UNSENDABLE = /[\p{Cc}\p{Cs}]/u;

/** Reads `protocol://user:password@host:port`; undefined where the text does not begin like one. */
export function parseProxy(text: string): ProxyElement | ProxyProblem | undefined {
  const [, scheme, rest] = ELEMENT.exec(text) ?? [];
  const protocol = PROXY_PROTOCOLS.find((known) => known === scheme?.toLowerCase());
  if (protocol === undefined || rest === undefined) return undefined;
  const at = rest.lastIndexOf('@');
  const userInfo = rest.slice(0, Math.max(0, at));
  const credentials = UNENCODED.test(userInfo) ? undefined : readUserInfo(userInfo);
  if (credentials === undefined) return 'bad-encoding';
  const { host, port } = splitHostPort(rest.slice(at + 1));
  return createProxy(protocol, host, port, credentials);
}

/** The one text that `parseProxy` reads back as the same proxy. */
export function printProxy({ protocol, credentials, ...hostPort }: ProxyElement): string {
  const userInfo = credentials === undefined ? '' : `${printUserInfo(credentials)}@`;
  return `${protocol}://${userInfo}${formatHostPort(hostPort)}`;
}

/** The text with user name and password hidden. */
export function labelProxy({ protocol, credentials, ...hostPort }: ProxyElement): string {
  return `${protocol}://${credentials === undefined ? '' : '•••@'}${formatHostPort(hostPort)}`;
}

/** Checks and normalises what a proxy is made of. */
export function createProxy(
  protocol: ProxyProtocol,
  hostText: string,
  portText: string | undefined,
  credentials: ProxyCredentials,
): ProxyElement | ProxyProblem {
  const host = readHost(hostText);
  if (host === undefined) return 'bad-host';
  if (portText === undefined) return 'missing-port';
  const port = readPort(portText);
  if (port === undefined) return 'bad-port';
  if (!isCarried(protocol, credentials)) return 'bad-credentials';
  const { username, password } = credentials;
  const isAnonymous = username === '' && password === '';
  return {
    kind: 'proxy',
    protocol,
    host,
    port,
    ...(isAnonymous ? {} : { credentials: { username, password } }),
  };
}

/** Splits at the colon behind the host; an IPv6 host keeps its brackets. A text that is neither is all host. */
export function splitHostPort(text: string): { host: string; port: string | undefined } {
  const [, host, port] = HOST_AND_PORT.exec(text) ?? [];
  return host === undefined ? { host: text, port: undefined } : { host, port };
}

/** Reads percent-encoded `user:password`; undefined where the encoding is broken. */
export function readUserInfo(text: string): ProxyCredentials | undefined {
  const colon = text.indexOf(':');
  const [username, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

function printUserInfo({ username, password }: ProxyCredentials): string {
  return encodeURIComponent(username) + (password === '' ? '' : `:${encodeURIComponent(password)}`);
}

/**
 * Whether the protocol has room for the credentials: RFC 1929, RFC 7617 (no colon in a user), no password in SOCKS4; a
 * cipher we know and a password in Shadowsocks.
 */
function isCarried(protocol: ProxyProtocol, { username, password }: ProxyCredentials): boolean {
  const fits = [username, password].every(
    (text) => !UNSENDABLE.test(text) && Buffer.byteLength(text) <= MAX_CREDENTIAL_BYTES,
  );
  if (protocol === 'socks5') return fits;
  if (protocol === 'ss') return fits && password !== '' && findMethod(username) !== undefined;
  return fits && (protocol === 'socks4a' ? password === '' : !username.includes(':'));
}
