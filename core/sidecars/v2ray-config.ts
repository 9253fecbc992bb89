import { isIP } from 'node:net';
import type { EngineServer } from '../model/engine-server.ts';
import type { EngineDoor } from './engine-door.ts';

/** What V2Ray 4 and Xray are told: one door with a password, one server, certificates checked by our own roots. */
export function v2rayConfig(server: EngineServer, door: EngineDoor, roots: readonly string[]): unknown {
  return {
    log: { loglevel: 'warning', access: 'none' },
    inbounds: [
      {
        listen: door.host,
        port: door.port,
        protocol: 'socks',
        settings: { auth: 'password', accounts: [{ user: door.username, pass: door.password }], udp: false },
      },
    ],
    ...(server.protocol === 'wireguard'
      ? { dns: namesWithin(server), outbounds: [wireguard(server)] }
      : { outbounds: [outbound(server, roots)] }),
  };
}

/**
 * A tunnel takes addresses. Xray asks for them inside it since 26.6, and before that asks whom this names: then that goes through
 * the tunnel as well, and nobody on the way hears a name or answers in the place of another. The server's own name alone is asked
 * for outside.
 */
function namesWithin({ host }: EngineServer) {
  const own = { address: 'localhost', domains: [`full:${host}`], skipFallback: true };
  return { servers: [...(isIP(host) === 0 ? [own] : []), '1.1.1.1', '1.0.0.1'] };
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

/** Xray alone. */
function wireguard({ host, port, credentials, options }: EngineServer) {
  return {
    protocol: 'wireguard',
    settings: {
      secretKey: credentials.username,
      // Started by root, it would give the whole computer a new network interface.
      noKernelTun: true,
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
