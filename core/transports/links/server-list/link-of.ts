import type { Entry } from './entry.ts';

/** How lists call what links call otherwise. */
const SCHEMES: Readonly<Record<string, string>> = {
  shadowsocks: 'ss',
  socks: 'socks5',
  hysteria2: 'hysteria2',
};
/** Not servers: choices among them, and what stays here. */
const NO_SERVERS: ReadonlySet<string> = new Set(['direct', 'block', 'reject', 'dns', 'selector', 'urltest']);

/**
 * An entry of a list as the link that says the same, so that links alone have to be understood; a kind that we do not
 * speak becomes a link that is refused by its name. Undefined where it is no server at all. Holds secrets.
 */
export function linkOf(entry: Entry): string | undefined {
  const type = entry.type?.toLowerCase() ?? 'shadowsocks';
  if (NO_SERVERS.has(type)) return undefined;
  const scheme = (Object.hasOwn(SCHEMES, type) && SCHEMES[type]) || type;
  const port = entry.port ?? entry.server_port ?? (scheme === 'hysteria2' ? entry.ports : undefined);
  const where = `${hostOf(entry.server)}${port === undefined ? '' : `:${port}`}`;
  switch (scheme) {
    case 'ss':
      return shadowsocks(entry, where);
    case 'trojan':
      return `trojan://${encodeURIComponent(entry.password ?? '')}@${where}${carriage(entry, 'tls')}`;
    case 'vless':
      return `vless://${encodeURIComponent(entry.uuid ?? '')}@${where}${carriage(entry, usesTls(entry) ? 'tls' : 'none')}`;
    case 'vmess':
      return `vmess://${encodeURIComponent(entry.uuid ?? '')}@${where}${carriage(
        entry,
        usesTls(entry) ? 'tls' : 'none',
        {
          encryption: entry.cipher ?? entry.security,
          alterId: entry.alterId ?? entry.alter_id,
        },
      )}`;
    case 'hysteria2':
    case 'tuic':
      return `${scheme}://${userOf(scheme, entry)}@${where}${quic(entry)}`;
    case 'wireguard':
      return wireguard(entry, where);
    case 'http':
      return usesTls(entry)
        ? `https://${credentials(entry)}${where}${printed(knownBy(entry))}`
        : `http://${credentials(entry)}${where}`;
    case 'socks5':
      return `${usesTls(entry) ? 'socks5+tls' : 'socks5'}://${credentials(entry)}${where}`;
    case 'ssh':
      return `ssh://${credentials(entry)}${where}`;
    default:
      return `${scheme.replace(/[^a-z0-9+.-]/g, '')}://${where}`;
  }
}

function shadowsocks(
  { cipher, method = cipher, password = '', plugin, prefix }: Entry,
  where: string,
): string {
  const userInfo = Buffer.from(`${method ?? ''}:${password}`).toString('base64url');
  const options = [
    ...(plugin ? [`plugin=${encodeURIComponent(plugin)}`] : []),
    ...(prefix ? [`prefix=${encodeURIComponent(prefix)}`] : []),
  ];
  return `ss://${userInfo}@${where}${options.length === 0 ? '' : `/?${options.join('&')}`}`;
}

/** AmneziaWG's is plain WireGuard for whoever does not look closely, and not answered as such. */
function wireguard(entry: Entry, where: string): string {
  if (entry['amnezia-wg-option'] !== undefined) return `awg://${where}`;
  const { ip, ipv6, mtu, reserved } = entry;
  const options = {
    ...{ publickey: entry['public-key'], presharedkey: entry['pre-shared-key'], mtu },
    address: [ip, ipv6].filter((one) => one !== undefined).join(','),
    reserved: Array.isArray(reserved) ? reserved.join(',') : reserved,
  };
  return `wireguard://${encodeURIComponent(entry['private-key'] ?? '')}@${where}${printed(options)}`;
}

function credentials({ username, user = username, password }: Entry): string {
  if (user === undefined) return '';
  return `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@`;
}

function userOf(scheme: 'hysteria2' | 'tuic', { uuid = '', password = '' }: Entry): string {
  const secret = encodeURIComponent(password);
  return scheme === 'tuic' ? `${encodeURIComponent(uuid)}:${secret}` : secret;
}

/** The options of what is carried by QUIC. */
function quic(entry: Entry): string {
  const { obfs, tls } = entry;
  const inTls = typeof tls === 'object' ? tls : {};
  return printed({
    sni: entry.sni ?? entry.servername ?? inTls.server_name,
    obfs: typeof obfs === 'object' ? obfs.type : obfs,
    'obfs-password': typeof obfs === 'object' ? obfs.password : entry['obfs-password'],
    congestion_control: entry['congestion-controller'] ?? entry.congestion_control,
    ...knownBy(entry),
    udp_relay_mode: entry['udp-relay-mode'] ?? entry.udp_relay_mode,
    mport: portsOf(entry),
  });
}

/** As links write them: `443,5000-6000`. */
function portsOf({ ports, server_ports }: Entry): string | undefined {
  return ports?.replaceAll('/', ',') ?? server_ports?.toString().replaceAll(':', '-');
}

/** The options of a link in TLS, and of a web socket in it. */
function carriage(entry: Entry, security: 'tls' | 'none', more: Options = {}): string {
  const { tls, transport, network = transport?.type ?? 'tcp', flow } = entry;
  const inTls = typeof tls === 'object' ? tls : {};
  const isReality = entry['reality-opts'] !== undefined || inTls.reality?.enabled === true;
  const name = entry.sni ?? entry.servername ?? inTls.server_name;
  const xhttp = entry['xhttp-opts'];
  const path = entry['ws-opts']?.path ?? entry['ws-path'] ?? xhttp?.path ?? transport?.path;
  const named = typeof transport?.host === 'string' ? transport.host : transport?.host?.[0];
  const host =
    headerOf(entry['ws-opts']?.headers ?? entry['ws-headers'] ?? transport?.headers ?? {}, 'host') ??
    xhttp?.host ??
    named;
  return printed({
    ...{ security: isReality ? 'reality' : security, type: network, sni: name, path, host, flow },
    serviceName: entry['grpc-opts']?.['grpc-service-name'] ?? transport?.service_name,
    mode: xhttp?.mode,
    ...(isReality && {
      pbk: entry['reality-opts']?.['public-key'] ?? inTls.reality?.public_key,
      sid: entry['reality-opts']?.['short-id'] ?? inTls.reality?.short_id,
      fp: entry['client-fingerprint'] ?? inTls.utls?.fingerprint,
    }),
    ...knownBy(entry),
    ...more,
  });
}

/** How the server is known: by the fingerprint of its certificate, or not at all. */
function knownBy({ tls, fingerprint, 'skip-cert-verify': isUnchecked }: Entry): Options {
  const isInsecure = isUnchecked === true || (typeof tls === 'object' && tls.insecure === true);
  // Clash once took the name of a browser here, whose hello is imitated.
  const pcs = fingerprint === undefined || /^\w{1,12}$/.test(fingerprint) ? undefined : fingerprint;
  return { insecure: isInsecure ? '1' : undefined, pcs };
}

type Options = Readonly<Record<string, string | null | undefined>>;

/** `?name=value…` of what is said at all; a plus is a plus in a link's options, not a space. */
function printed(options: Options): string {
  const said = Object.entries(options).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return said.length === 0
    ? ''
    : `?${new URLSearchParams(Object.fromEntries(said)).toString().replaceAll('+', '%20')}`;
}

function headerOf(
  headers: Readonly<Record<string, string | readonly string[]>>,
  name: string,
): string | undefined {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === 'string' || value === undefined ? value : value[0];
}

function usesTls({ tls }: Entry): boolean {
  return typeof tls === 'object' ? tls.enabled !== false : tls === true;
}

function hostOf(server: string): string {
  return server.includes(':') && !server.startsWith('[') ? `[${server}]` : server;
}
