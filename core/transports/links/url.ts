import { readQuery } from '../carriage-options.ts';
import { readHost, readPort } from '../host.ts';
import { type ProxyCredentials, readUserInfo } from '../proxy-credentials.ts';
import { createProxy, splitHostPort } from '../proxy-element.ts';
import type { ProxyProtocol } from '../proxy-protocol.ts';
import { accept, type LinkAssumption, type LinkResult, refuse } from './link-result.ts';
import { REMARKS } from './parts.ts';
import { INSECURE_NAMES, PIN_NAMES, readKnownBy } from './pins.ts';

interface Scheme {
  readonly protocol: ProxyProtocol;
  readonly assumed: readonly LinkAssumption[];
  /** A web page has the same scheme. */
  readonly web?: true;
}

const SCHEMES: Readonly<Record<string, Scheme>> = {
  socks5: { protocol: 'socks5', assumed: [] },
  socks5h: { protocol: 'socks5', assumed: [] },
  socks: { protocol: 'socks5', assumed: ['socks5'] },
  socks4a: { protocol: 'socks4a', assumed: [] },
  socks4: { protocol: 'socks4a', assumed: ['socks4a'] },
  http: { protocol: 'http-proxy', assumed: [], web: true },
  https: { protocol: 'https-proxy', assumed: [], web: true },
};

/** In TLS, parameters that say what a server is known by. */
const KNOWN_BY: ReadonlySet<string> = new Set([...INSECURE_NAMES, ...PIN_NAMES]);

interface Authority {
  readonly userInfo: string;
  readonly hostPort: string;
  /** Path, query and fragment. */
  readonly tail: string;
}

/** Reads `scheme://user:password@host:port`, `rest` being what follows the slashes; undefined for other schemes. */
export function parseProxyUrl(schemeName: string, rest: string): LinkResult | undefined {
  const scheme = Object.hasOwn(SCHEMES, schemeName) ? SCHEMES[schemeName] : undefined;
  if (scheme === undefined) return undefined;
  const standard = byStandard(rest);
  const other = byLastAt(rest);
  const lenient = other && readAuthority(other, schemeName, scheme);
  // A raw `/`, `?` or `#` in a password ends the authority in RFC 3986; people type them nevertheless.
  if (!lenient?.ok) return readAuthority(standard, schemeName, scheme);
  return isAddress(standard.hostPort) ? refuse({ code: 'ambiguous' }) : lenient;
}

function byStandard(rest: string): Authority {
  const end = rest.search(/[/?#]/);
  const [authority, tail] = end < 0 ? [rest, ''] : [rest.slice(0, end), rest.slice(end)];
  const at = authority.lastIndexOf('@');
  return { userInfo: authority.slice(0, Math.max(0, at)), hostPort: authority.slice(at + 1), tail };
}

/** The other reading, where an `@` stands behind what the standard calls the authority. */
function byLastAt(rest: string): Authority | undefined {
  const at = rest.lastIndexOf('@');
  if (at < 0 || !/[/?#]/.test(rest.slice(0, at))) return undefined;
  return { ...byStandard(rest.slice(at + 1)), userInfo: rest.slice(0, at) };
}

function readAuthority({ userInfo, hostPort, tail }: Authority, name: string, scheme: Scheme): LinkResult {
  const assumed = [...scheme.assumed];
  const { host, port } = splitHostPort(hostPort);
  const isPage = scheme.web === true && (/^\/[^?#]/.test(tail) || (port === undefined && userInfo === ''));
  if (isPage) return refuse({ code: 'web-page' });
  const query = readTail(tail);
  const isTls = scheme.protocol === 'https-proxy';
  const isPlain = [...(query?.keys() ?? [])].every(
    (said) => REMARKS.includes(said) || (isTls && KNOWN_BY.has(said)),
  );
  if (query === undefined || !isPlain) return refuse({ code: 'unsupported-option' });
  const knownBy = isTls ? readKnownBy(query) : undefined;
  if (typeof knownBy === 'string') return refuse({ code: knownBy });
  const encoded = name === 'socks' ? decodeBase64Credentials(userInfo) : undefined;
  const credentials = encoded ?? readUserInfo(userInfo);
  if (credentials === undefined) return refuse({ code: 'bad-encoding' });
  if (encoded !== undefined) assumed.push('encoded-credentials');
  if (port === undefined && scheme.web !== true) assumed.push('port-1080');
  const knownPort = port ?? (scheme.web ? undefined : '1080');
  const pin = knownBy?.pin;
  const options = new Map(pin === undefined ? [] : [['pin', pin]]);
  return accept(createProxy(scheme.protocol, host, knownPort, credentials, options), ...assumed);
}

function isAddress(hostPort: string): boolean {
  const { host, port } = splitHostPort(hostPort);
  return readHost(host) !== undefined && (port === undefined || readPort(port) !== undefined);
}

/** What stands behind the port: a lone slash, pairs, a fragment; undefined for anything else. */
function readTail(tail: string): ReadonlyMap<string, string> | undefined {
  const [whole, query] = /^\/?(?:\?([^#]*))?(?:#.*)?$/s.exec(tail) ?? [];
  return whole === undefined ? undefined : readQuery(query ?? '');
}

function decodeBase64Credentials(userInfo: string): ProxyCredentials | undefined {
  const text = userInfo.replace(/%3D/gi, '=');
  if (!/^[\w+/-]{4,}={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  // Not every word that happens to be base64 is meant so.
  if (colon < 0 || /[\p{Cc}\ufffd]/u.test(decoded)) return undefined;
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
