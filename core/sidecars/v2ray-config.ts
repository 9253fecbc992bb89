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

function outbound({ protocol, host, port, credentials, options }: EngineServer, roots: readonly string[]) {
  const id = credentials.username;
  const user =
    protocol === 'vmess'
      ? { id, alterId: 0, security: options.cipher ?? 'auto' }
      : { id, encryption: 'none', ...(options.flow && { flow: options.flow }) };
  return {
    protocol: protocol === 'vmess' ? 'vmess' : 'vless',
    settings: { vnext: [{ address: host, port, users: [user] }] },
    streamSettings: {
      network: options.type ?? 'tcp',
      security: options.security ?? 'none',
      ...(options.security === 'tls' && {
        tlsSettings: {
          serverName: options.sni ?? host,
          ...(options.fp && { fingerprint: options.fp }),
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
      ...(options.type === 'ws' && {
        wsSettings: { path: options.path ?? '/', headers: options.host ? { Host: options.host } : {} },
      }),
    },
  };
}

/** Names of what a tunnel leads to are asked for inside it; that of its other end cannot be. */
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
