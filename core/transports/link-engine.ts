import type { EngineProtocol, XrayProtocol } from '../model/engine-server.ts';
import { readQuery } from './carriage-options.ts';
import { createEngineElement } from './engine-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { readUserInfo } from './proxy-credentials.ts';
import { splitHostPort } from './proxy-element.ts';

const PARTS = /^(?:([^?#]*)@)?([^/?#@]*)\/?(?:\?([^#]*))?(?:#.*)?$/s;
const YES: ReadonlySet<string> = new Set(['1', 'true']);
const INSECURE = ['insecure', 'allowinsecure', 'allow_insecure', 'skip-cert-verify'];

/** How the links of a kind name what we name otherwise, and what in them changes nothing for us. */
interface Dialect {
  readonly names?: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
  /** What is said where nothing would be said as well: by name, the values. */
  readonly usual?: Readonly<Record<string, readonly string[]>>;
}

const REMARKS = ['remarks', 'remark', 'name', 'tag', 'group'];
const VLESS: Dialect = {
  names: { peer: 'sni' },
  ignored: [...REMARKS, 'alpn', 'tfo', 'udp', 'packetencoding'],
  usual: {
    encryption: ['none'],
    type: ['tcp', 'raw'],
    headertype: ['none'],
    spx: ['/'],
    // Neither says whom to look like.
    fp: ['none', 'randomized'],
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
    // A pin is asked for on top of a certificate that holds by itself.
    ignored: [...REMARKS, 'alpn', 'pinsha256', 'upmbps', 'downmbps', 'up', 'down', 'mport', 'fastopen'],
    usual: { obfs: ['none'] },
  },
  tuic: {
    names: { congestion: 'congestion_control' },
    ignored: [...REMARKS, 'udp_relay_mode', 'version', 'reduce_rtt', 'zero_rtt'],
    usual: { alpn: ['h3'], disable_sni: ['0', 'false'] },
  },
  wireguard: {
    names: { psk: 'presharedkey', ip: 'address', persistentkeepalive: 'keepalive', pk: 'publickey' },
    ignored: [...REMARKS, 'udp', 'dns', 'allowedips'],
    usual: { keepalive: ['0'], reserved: ['0,0,0'] },
  },
};

/** Reads what follows the scheme: `user@host:port?…#name`. What would leave a certificate unchecked is refused. */
export function parseEngineLink(protocol: LinkedProtocol, rest: string): LinkResult {
  const [, userInfo = '', hostPort = '', tail = ''] = PARTS.exec(rest) ?? [];
  const query = readQuery(tail);
  const user = readUserInfo(userInfo);
  if (query === undefined || user === undefined) return refuse({ code: 'bad-encoding' });
  if (INSECURE.some((name) => YES.has(query.get(name) ?? ''))) return refuse({ code: 'insecure' });
  // Hysteria's password may hold a colon: a name and a password to its server are one to us.
  const isWhole = protocol === 'hysteria2' && user.password !== '';
  const credentials = isWhole ? { username: `${user.username}:${user.password}`, password: '' } : user;
  const options = new Map<string, string>();
  const { names = {}, ignored, usual = {} } = DIALECTS[protocol];
  for (const [said, value] of query) {
    const name = Object.hasOwn(names, said) ? (names[said] ?? said) : said;
    const changesNothing =
      value === '' || ignored.includes(name) || INSECURE.includes(name) || usual[name]?.includes(value);
    if (!changesNothing) options.set(name, value);
  }
  return accept(createEngineElement(protocol, { ...splitHostPort(hostPort), ...credentials, options }));
}
