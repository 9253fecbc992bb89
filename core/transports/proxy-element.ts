import { printMtprotoSecret, readMtprotoSecret } from '../gateways/telegram/secret.ts';
import { formatHostPort, type HostPort } from '../model/address.ts';
import { ENGINE_PROTOCOLS } from '../model/engine-server.ts';
import type { Carriage } from '../net/carriage/carriage.ts';
import { type CertificatePins, readPins } from '../net/certificate-pin.ts';
import { findMethod } from '../net/shadowsocks/method.ts';
import { readPrefix } from '../net/shadowsocks/prefix.ts';
import type { PrivateKey } from '../net/ssh/private-key.ts';
import { printCarriage, readCarriage, readQuery } from './carriage-options.ts';
import { type EngineElement, labelEngine, parseEngine, printEngine } from './engine-element.ts';
import { readHost, readPort } from './host.ts';
import {
  hasUnencoded,
  holdsCredentials,
  type ProxyCredentials,
  printUserInfo,
  readUserInfo,
} from './proxy-credentials.ts';
import {
  type CarriedProtocol,
  isCarriedInTls,
  type PlainProtocol,
  PROXY_PROTOCOLS,
  type ProxyProtocol,
} from './proxy-protocol.ts';
import { printSshKey, readSshKey } from './ssh-key.ts';
import { labelTor, parseTor, printTor, type TorElement } from './tor-element.ts';

interface Server extends HostPort {
  readonly kind: 'proxy';
  /** Absent where both would be empty. With `ss` the user name is the cipher, with `trojan` the password, with `vless` the UUID, with `mtproto` the secret. */
  readonly credentials?: ProxyCredentials;
  /** With `ss` alone: what a connection begins with, a character a byte (Outline). */
  readonly prefix?: string;
  /** With `https-proxy` alone: what its certificate itself must be. */
  readonly pins?: CertificatePins;
}

/** A proxy to go through; canonical as `createProxy` makes it. */
export type ProxyElement =
  | (Server & { readonly protocol: PlainProtocol })
  | (Server & { readonly protocol: CarriedProtocol; readonly carriage: Carriage })
  | (Server & { readonly protocol: 'mtproto' })
  | (Server & {
      readonly protocol: 'ssh';
      readonly privateKey?: PrivateKey;
      /** The person's agent is to log in. */
      readonly hasAgent?: true;
    })
  | (TorElement & { readonly credentials?: never })
  | EngineElement;

/** Why something is no proxy; never holds what was typed. */
export type ProxyProblem =
  | 'bad-host'
  | 'missing-port'
  | 'bad-port'
  | 'bad-credentials'
  | 'bad-encoding'
  | 'bad-carriage'
  | 'too-long'
  | 'unencrypted'
  | 'unsupported-option'
  /** An MTProto proxy's secret is missing, cut short, or of a kind nobody knows. */
  | 'bad-secret';

const ELEMENT =
  /^(socks5|socks4a|http-proxy|https-proxy|ss|trojan|vless|ssh|mtproto):\/\/([^?]*)(?:\?(.*))?$/is;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/s;
/** Reads `protocol://user:password@host:port`; undefined where the text does not begin like one. */
export function parseProxy(text: string): ProxyElement | ProxyProblem | undefined {
  const others = parseTor(text) ?? parseEngine(text);
  if (others !== undefined) return others;
  const [, scheme, rest, query] = ELEMENT.exec(text) ?? [];
  const protocol = PROXY_PROTOCOLS.find((known) => known === scheme?.toLowerCase());
  if (protocol === undefined || rest === undefined) return undefined;
  const at = rest.lastIndexOf('@');
  const userInfo = rest.slice(0, Math.max(0, at));
  const credentials = hasUnencoded(userInfo) ? undefined : readUserInfo(userInfo);
  if (credentials === undefined) return 'bad-encoding';
  const { host, port } = splitHostPort(rest.slice(at + 1));
  const pairs = readQuery(query ?? '');
  if (pairs === undefined) return 'bad-encoding';
  return createProxy(protocol, host, port, credentials, pairs);
}

/** The one text that `parseProxy` reads back as the same proxy. */
export function printProxy(proxy: ProxyElement): string {
  if (proxy.protocol === 'tor') return printTor(proxy);
  if (isByEngine(proxy)) return printEngine(proxy);
  const { protocol, credentials } = proxy;
  const userInfo = credentials === undefined ? '' : `${printUserInfo(credentials)}@`;
  return `${protocol}://${userInfo}${formatHostPort(proxy)}${printQuery(proxy)}`;
}

/** Whether an engine of others speaks to it, other than Tor. */
export function isByEngine(proxy: ProxyElement): proxy is EngineElement {
  return ENGINE_PROTOCOLS.some((protocol) => protocol === proxy.protocol);
}

function printQuery(proxy: Exclude<ProxyElement, EngineElement | TorElement>): string {
  if (proxy.protocol === 'ssh') return proxy.hasAgent ? AGENT_QUERY : printSshKey(proxy.privateKey);
  if ('prefix' in proxy && proxy.prefix !== undefined) return `?prefix=${encodeURIComponent(proxy.prefix)}`;
  if ('pins' in proxy && proxy.pins !== undefined) return printCarriage({ pins: proxy.pins });
  return 'carriage' in proxy ? printCarriage(proxy.carriage) : '';
}

/** The text with user name, password, key and carriage hidden. */
export function labelProxy(proxy: ProxyElement): string {
  if (proxy.protocol === 'tor') return labelTor(proxy);
  if (isByEngine(proxy)) return labelEngine(proxy);
  const { protocol, credentials, ...hostPort } = proxy;
  return `${protocol}://${credentials === undefined ? '' : '•••@'}${formatHostPort(hostPort)}`;
}

/** Checks and normalises what a proxy is made of; `query` tells of the carriage, by the names of CarriageQuery, or with `ssh` of the key. */
export function createProxy(
  protocol: ProxyProtocol,
  hostText: string,
  portText: string | undefined,
  credentials: ProxyCredentials,
  query: ReadonlyMap<string, string> = new Map(),
): ProxyElement | ProxyProblem {
  const host = readHost(hostText);
  if (host === undefined) return 'bad-host';
  if (portText === undefined) return 'missing-port';
  const port = readPort(portText);
  if (port === undefined) return 'bad-port';
  if (!holdsCredentials(protocol, credentials)) return 'bad-credentials';
  const { username, password } = credentials;
  const isAnonymous = username === '' && password === '';
  const server = {
    kind: 'proxy',
    host,
    port,
    ...(isAnonymous ? {} : { credentials: { username, password } }),
  } as const;
  if (protocol === 'ss' && query.size > 0) return createPrefixed(server, query);
  if (protocol === 'https-proxy' && query.size > 0) return createPinned(server, query);
  if (protocol === 'ssh') return createSsh(server, query);
  if (protocol === 'mtproto') return query.size === 0 ? createMtproto(server) : 'bad-carriage';
  if (!isCarriedInTls(protocol)) return query.size === 0 ? { ...server, protocol } : 'bad-carriage';
  const isKnown = [...query.keys()].every((name) => CARRIAGE_NAMES.has(name));
  const carriage = readCarriage({
    sni: query.get('sni'),
    type: query.get('type'),
    path: query.get('path'),
    host: query.get('host'),
    pin: query.get('pin'),
    vcn: query.get('vcn'),
  });
  return isKnown && carriage !== undefined ? { ...server, protocol, carriage } : 'bad-carriage';
}

function createPrefixed(server: Server, query: ReadonlyMap<string, string>): ProxyElement | ProxyProblem {
  const prefix = query.get('prefix');
  const method = findMethod(server.credentials?.username ?? '');
  if (prefix === undefined || query.size > 1 || method === undefined) return 'bad-carriage';
  return readPrefix(prefix, method) === undefined ? 'bad-carriage' : { ...server, protocol: 'ss', prefix };
}

function createPinned(server: Server, query: ReadonlyMap<string, string>): ProxyElement | ProxyProblem {
  const pins = readPins(query.get('pin') ?? '');
  return pins === undefined || query.size > 1 ? 'bad-carriage' : { ...server, protocol: 'https-proxy', pins };
}

const AGENT_QUERY = '?agent=1';

/** An expression has room for 4096 (core/transports/expression.ts), and a vault for no more. Characters. */
const LONGEST_SSH = 4000;

/** There must be something to log in with, and room for it. */
function createSsh(server: Server, query: ReadonlyMap<string, string>): ProxyElement | ProxyProblem {
  // Never without being asked for: a server learns of every key that an agent holds.
  if (query.get('agent') === '1' && query.size === 1) return { ...server, protocol: 'ssh', hasAgent: true };
  const privateKey = readSshKey(query);
  if (privateKey === undefined) return 'bad-credentials';
  if (privateKey !== null) {
    const proxy = { ...server, protocol: 'ssh', privateKey } as const;
    return printProxy(proxy).length <= LONGEST_SSH ? proxy : 'bad-credentials';
  }
  return server.credentials?.password ? { ...server, protocol: 'ssh' } : 'bad-credentials';
}

/** A secret has one spelling. */
function createMtproto(server: Server): ProxyElement | ProxyProblem {
  const secret = readMtprotoSecret(server.credentials?.username ?? '');
  if (secret === undefined) return 'bad-secret';
  return {
    ...server,
    protocol: 'mtproto',
    credentials: { username: printMtprotoSecret(secret), password: '' },
  };
}

const CARRIAGE_NAMES: ReadonlySet<string> = new Set(['sni', 'type', 'path', 'host', 'pin', 'vcn']);
/** Splits at the colon behind the host; an IPv6 host keeps its brackets. A text that is neither is all host. */
export function splitHostPort(text: string): { host: string; port: string | undefined } {
  const [, host, port] = HOST_AND_PORT.exec(text) ?? [];
  return host === undefined ? { host: text, port: undefined } : { host, port };
}
