import type { EngineServer } from '../model/engine-server.ts';
import { ANYONES_DNS, type EngineDoor } from './engine-door.ts';

const TAG = 'server';

/** What sing-box 1.12 and later is told: one door with a password, one server, certificates checked by our own roots. */
export function singBoxConfig(server: EngineServer, door: EngineDoor, roots: readonly string[]): unknown {
  const way =
    server.protocol === 'wireguard'
      ? { endpoints: [wireguard(server)] }
      : { outbounds: [outbound(server, roots)] };
  return {
    log: { level: 'warn', timestamp: false },
    dns: names(server),
    inbounds: [
      {
        type: 'socks',
        listen: door.host,
        listen_port: door.port,
        users: [{ username: door.username, password: door.password }],
      },
    ],
    ...way,
    route: { final: TAG, default_domain_resolver: 'local' },
  };
}

/**
 * The server's own name is looked up by this computer. A tunnel takes no names: those of its targets are looked up at its other
 * end, as nobody here is to see them, or to answer them falsely.
 */
function names({ protocol, options }: EngineServer) {
  const local = { type: 'local', tag: 'local' };
  if (protocol !== 'wireguard') return { servers: [local] };
  const [first = ANYONES_DNS] = options.dns?.split(',') ?? [];
  const hasIpv6 = options.address?.includes(':') === true;
  return {
    // By TCP: a question lost while the tunnel is being built is asked again a second later.
    servers: [{ type: 'tcp', tag: 'inside', server: first, detour: TAG }, local],
    ...{ final: 'inside', ...(!hasIpv6 && { strategy: 'ipv4_only' }) },
  };
}

/** Ports to hop over as sing-box writes them: each a range. */
const ranges = (mport: string) =>
  mport.split(',').map((one) => (one.includes('-') ? one.replace('-', ':') : `${one}:${one}`));

function outbound({ protocol, host, port, credentials, options }: EngineServer, roots: readonly string[]) {
  const { username, password } = credentials;
  const common = { tag: TAG, server: host, server_port: port };
  const certificate = roots.flatMap((pem) => pem.trim().split('\n'));
  const tls = { enabled: true, server_name: options.sni ?? host, certificate };
  const utls = { utls: { enabled: true, fingerprint: options.fp ?? 'chrome' } };
  switch (protocol) {
    case 'hysteria2':
      return {
        ...{ type: 'hysteria2', ...common, password: username, tls },
        ...(options.obfs && { obfs: { type: options.obfs, password: options['obfs-password'] } }),
        ...(options.mport && { server_ports: ranges(options.mport) }),
      };
    case 'tuic':
      return {
        ...{ type: 'tuic', ...common, uuid: username, password, tls: { ...tls, alpn: ['h3'] } },
        congestion_control: options.congestion_control ?? 'cubic',
        udp_relay_mode: options.udp_relay_mode ?? 'native',
      };
    case 'vmess':
      return {
        ...{ type: 'vmess', ...common, uuid: username, alter_id: 0, security: options.cipher ?? 'auto' },
        ...(options.security && { tls }),
        ...(options.type && {
          transport: {
            ...{ type: 'ws', path: options.path ?? '/' },
            ...(options.host && { headers: { Host: options.host } }),
          },
        }),
      };
    case 'reality': {
      const reality = { enabled: true, public_key: options.pbk, short_id: options.sid ?? '' };
      const hello = { enabled: true, server_name: options.sni, ...utls, reality };
      return { type: 'vless', ...common, uuid: username, flow: options.flow ?? '', tls: hello };
    }
    default:
      return { type: 'vless', ...common, uuid: username, flow: options.flow ?? '', tls: { ...tls, ...utls } };
  }
}

function wireguard({ host, port, credentials, options }: EngineServer) {
  return {
    ...{
      type: 'wireguard',
      tag: TAG,
      private_key: credentials.username,
      address: options.address?.split(','),
    },
    ...(options.mtu && { mtu: Number(options.mtu) }),
    peers: [
      {
        ...{ address: host, port, public_key: options.publickey, allowed_ips: ['0.0.0.0/0', '::/0'] },
        ...(options.presharedkey && { pre_shared_key: options.presharedkey }),
        ...(options.keepalive && { persistent_keepalive_interval: Number(options.keepalive) }),
        ...(options.reserved && { reserved: options.reserved.split(',').map(Number) }),
      },
    ],
  };
}
