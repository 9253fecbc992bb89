import type { EngineServer } from '../model/engine-server.ts';
import { ANYONES_DNS, type EngineDoor } from './engine-door.ts';

/** What V2Ray 4 and Xray are told: one door with a password, one server, certificates checked by our own roots. */
export function v2rayConfig(server: EngineServer, door: EngineDoor, roots: readonly string[]): unknown {
  return {
    log: { loglevel: 'warning', access: 'none' },
    inbounds: [
      {
        listen: door.host,
        port: door.port,
        protocol: 'socks',
        settings: {
          ...{ auth: 'password', accounts: [{ user: door.username, pass: door.password }] },
          ...{ udp: true, ip: door.host },
        },
      },
    ],
    ...(server.protocol === 'wireguard' && { dns: names(server) }),
    outbounds: [server.protocol === 'wireguard' ? wireguard(server) : outbound(server, roots)],
  };
}

function outbound(server: EngineServer, roots: readonly string[]) {
  const { host, options } = server;
  return {
    ...spoken(server),
    streamSettings: {
      network: options.type ?? 'tcp',
      security: options.security ?? 'none',
      ...(options.security === 'tls' && {
        tlsSettings: {
          // Over HTTP the Host stands in for a name that was not said.
          serverName: options.sni ?? options.host ?? host,
          // Go's own hello is one that no browser says. V2Ray says no other.
          fingerprint: options.fp ?? 'chrome',
          ...(options.alpn && { alpn: options.alpn.split(',') }),
          // Xray's own, since 26.1: whoever does not know it checks by the roots, and lets nobody in.
          ...(options.pin && { pinnedPeerCertSha256: options.pin }),
          disableSystemRoot: true,
          certificates: roots.map((pem) => ({ usage: 'verify', certificate: pem.trim().split('\n') })),
        },
      }),
      ...(options.security === 'reality' && {
        realitySettings: {
          serverName: options.sni,
          fingerprint: options.fp ?? 'chrome',
          publicKey: options.pbk,
          shortId: options.sid ?? '',
          spiderX: options.spx ?? '/',
        },
      }),
      ...carriage(options),
    },
  };
}

function spoken({ protocol, host: address, port, credentials, options }: EngineServer) {
  const { username: id } = credentials;
  switch (protocol) {
    case 'trojan-xray':
      return { protocol: 'trojan', settings: { servers: [{ address, port, password: id }] } };
    case 'vmess':
    case 'vmess-xray': {
      const user = { id, alterId: 0, security: options.cipher ?? 'auto' };
      return { protocol: 'vmess', settings: { vnext: [{ address, port, users: [user] }] } };
    }
    default: {
      const { encryption = 'none', flow } = options;
      const user = { id, encryption, ...(flow && { flow }) };
      return { protocol: 'vless', settings: { vnext: [{ address, port, users: [user] }] } };
    }
  }
}

/** What it is carried in, other than TCP as it is. */
function carriage({ type, path = '/', host, mode, servicename, authority, extra }: EngineServer['options']) {
  switch (type) {
    case 'ws':
      return { wsSettings: { path, headers: host ? { Host: host } : {} } };
    case 'httpupgrade':
      return { httpupgradeSettings: { path, host } };
    case 'grpc':
      return { grpcSettings: { serviceName: servicename, authority, multiMode: mode === 'multi' } };
    case 'xhttp':
      return { xhttpSettings: { path, host, mode, ...(extra && { extra: JSON.parse(extra) }) } };
    default:
      return {};
  }
}

/**
 * Names of what a tunnel leads to are asked for inside it, by Xray's own lookup since 26.6, and before that at whom this names; that
 * of its other end cannot be.
 */
function names({ host, options }: EngineServer) {
  const [first = ANYONES_DNS] = options.dns?.split(',') ?? [];
  return { servers: [{ address: 'localhost', domains: [`full:${host}`], skipFallback: true }, first] };
}

/** Xray alone; never as a device of the whole computer, which it makes where it is allowed to. */
function wireguard({ host, port, credentials, options }: EngineServer) {
  return {
    protocol: 'wireguard',
    settings: {
      noKernelTun: true,
      secretKey: credentials.username,
      address: options.address?.split(','),
      ...(options.mtu && { mtu: Number(options.mtu) }),
      ...(options.reserved && { reserved: options.reserved.split(',').map(Number) }),
      peers: [
        {
          endpoint: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
          publicKey: options.publickey,
          ...(options.presharedkey && { preSharedKey: options.presharedkey }),
          ...(options.keepalive && { keepAlive: Number(options.keepalive) }),
        },
      ],
    },
  };
}
