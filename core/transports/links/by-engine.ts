import type { EngineProtocol, XrayProtocol } from '../../model/engine-server.ts';
import { readQuery } from '../carriage-options.ts';
import { createEngineElement } from '../engine-element.ts';
import { readUserInfo } from '../proxy-credentials.ts';
import { splitHostPort } from '../proxy-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { isUsual, REMARKS, splitLink, type UsualValues } from './parts.ts';
import { INSECURE_NAMES, PIN_NAMES, readKnownBy } from './pins.ts';

/** Kinds whose server is known by a certificate; the others have keys of their own for that. */
const CERTIFIED: ReadonlySet<EngineProtocol> = new Set(['vision', 'hysteria2', 'tuic']);
/** Of them, kinds that Xray carries: sing-box compares fingerprints of keys alone, which are others. */
const PINNED: ReadonlySet<EngineProtocol> = new Set(['vision']);

/** How the links of a kind name what we name otherwise, and what in them changes nothing for us. */
interface Dialect {
  readonly names?: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
  /** What is said where nothing would be said as well: by name, the values. */
  readonly usual?: UsualValues;
}

/** Read by themselves. */
const KNOWN_BY: ReadonlySet<string> = new Set([...INSECURE_NAMES, ...PIN_NAMES]);
/** How long to stay on a port is the engine's own business. */
const HOPS = ['mporthopint', 'hop_interval', 'hopinterval'];
const VLESS: Dialect = {
  names: { peer: 'sni' },
  // What another carriage than plain TCP would need, which is refused by its name; and a second proof beside Reality's own.
  ignored: [
    ...[...REMARKS, 'alpn', 'tfo', 'udp', 'packetencoding', 'mux'],
    ...['path', 'host', 'mode', 'servicename', 'authority', 'pqv'],
  ],
  usual: {
    encryption: ['none'],
    type: ['tcp', 'raw'],
    headertype: ['none'],
    spx: ['/'],
    // Neither says whom to look like.
    fp: ['none', 'randomized', 'randomizednoalpn', 'unsafe'],
  },
};
/** Those that Xray alone speaks are read by `parseXrayLink`. */
export type LinkedProtocol = Exclude<EngineProtocol, XrayProtocol>;
const DIALECTS: Readonly<Record<LinkedProtocol, Dialect>> = {
  vmess: { ignored: [] },
  reality: VLESS,
  vision: VLESS,
  hysteria2: {
    names: { peer: 'sni' },
    ignored: [...REMARKS, 'alpn', 'upmbps', 'downmbps', 'up', 'down', ...HOPS, 'fastopen', 'fp'],
    usual: { obfs: ['none'], security: ['tls'] },
  },
  tuic: {
    names: { congestion: 'congestion_control' },
    ignored: [...REMARKS, 'version', 'reduce_rtt', 'zero_rtt', 'udp_over_stream', 'heartbeat', 'fp'],
    usual: { udp_relay_mode: ['native'], disable_sni: ['0', 'false'], security: ['tls'] },
  },
  wireguard: {
    names: { psk: 'presharedkey', ip: 'address', persistentkeepalive: 'keepalive', pk: 'publickey' },
    ignored: [...REMARKS, 'udp', 'allowedips'],
    usual: { keepalive: ['0'], reserved: ['0,0,0'] },
  },
};

/** Reads what follows the scheme: `user@host:port?…#name`. What would leave a certificate unchecked is refused. */
export function parseEngineLink(protocol: LinkedProtocol, rest: string): LinkResult {
  const { userInfo = '', hostPort, query: pairs } = splitLink(rest);
  const query = readQuery(pairs);
  const user = readUserInfo(userInfo);
  if (query === undefined || user === undefined) return refuse({ code: 'bad-encoding' });
  const knownBy = CERTIFIED.has(protocol) ? readKnownBy(query) : undefined;
  if (typeof knownBy === 'string') return refuse({ code: knownBy });
  // Without `insecure`, Hysteria asks for a pin on top of a certificate that holds by itself: that is checked as ever.
  if (knownBy?.pin !== undefined && knownBy.isInsecure && !PINNED.has(protocol))
    return refuse({ code: 'unsupported-pin' });
  // Hysteria's password may hold a colon: a name and a password to its server are one to us.
  const isWhole = protocol === 'hysteria2' && user.password !== '';
  const credentials = isWhole ? { username: `${user.username}:${user.password}`, password: '' } : user;
  const pin = PINNED.has(protocol) ? knownBy?.pin : undefined;
  const options = new Map<string, string>(pin === undefined ? [] : [['pin', pin]]);
  const { names = {}, ignored, usual = {} } = DIALECTS[protocol];
  for (const [said, value] of query) {
    const name = Object.hasOwn(names, said) ? (names[said] ?? said) : said;
    const changesNothing =
      value === '' || ignored.includes(name) || KNOWN_BY.has(said) || isUsual(usual, name, value);
    // The flow that lets 443/udp through differs in nothing else.
    if (!changesNothing) options.set(name, name === 'flow' ? value.replace(/-udp443$/, '') : value);
  }
  const { host, port } = splitHostPort(hostPort);
  if (protocol === 'tuic' && speaksH3(options.get('alpn'))) options.delete('alpn');
  const hops = protocol === 'hysteria2' ? portsOf(port, options) : { port };
  return accept(createEngineElement(protocol, { host, ...hops, ...credentials, options }));
}

/** What TUIC's servers are asked for; others may stand beside it. */
const speaksH3 = (alpn: string | undefined) => alpn?.split(',').includes('h3') === true;

/** Hysteria's port is 443 where none is said; where several are, the first stands for all, and is hopped from. */
function portsOf(port = '443', options: Map<string, string>): { readonly port: string } {
  if (!/[,-]/.test(port)) return { port };
  if (!options.has('mport')) options.set('mport', port);
  return { port: /^\d+/.exec(port)?.[0] ?? port };
}
