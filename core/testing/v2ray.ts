import type { Identity } from './authority.ts';
import { type Daemon, scratchFolder, startDaemon } from './daemon.ts';
import type { Login } from './proxies.ts';

export interface V2rayInbound {
  readonly protocol: 'trojan' | 'vless' | 'vmess';
  /** Trojan's password, VLESS's and VMess's UUID. */
  readonly secret: string;
  /** The path of a web socket it is carried in; bare TLS without. */
  readonly path?: string;
  /** VMess can do without TLS. */
  readonly identity?: Identity;
}

/** V2Ray with one inbound, inside TLS where it is given an identity, that goes straight out. Rejects as `startDaemon` does. */
export function startV2ray({ protocol, secret, path, identity }: V2rayInbound): Promise<Daemon> {
  const settings =
    protocol === 'trojan'
      ? { clients: [{ password: secret }] }
      : { clients: [{ id: secret, alterId: 0 }], ...(protocol === 'vless' && { decryption: 'none' }) };
  return start((folder) => ({
    protocol,
    settings,
    streamSettings: {
      network: path === undefined ? 'tcp' : 'ws',
      ...(identity !== undefined && {
        security: 'tls',
        tlsSettings: { certificates: [certificateFiles(folder, identity)] },
      }),
      ...(path === undefined ? {} : { wsSettings: { path } }),
    },
  }));
}

/** V2Ray's own SOCKS5, which carries datagrams as well; `redirect`: host:port that all is led to. Rejects as `startDaemon` does. */
export function startV2raySocks({ username, password }: Login, redirect?: string): Promise<Daemon> {
  const accounts = [{ user: username, pass: password }];
  const settings = { auth: 'password', accounts, udp: true, ip: '127.0.0.1' };
  return start(() => ({ protocol: 'socks', settings }), redirect);
}

/** V2Ray's own Shadowsocks, streams and datagrams; the login's user name is the cipher. Rejects as `startDaemon` does. */
export function startV2rayShadowsocks({ username, password }: Login): Promise<Daemon> {
  const settings = { method: username, password, network: 'tcp,udp' };
  return start(() => ({ protocol: 'shadowsocks', settings }));
}

/** Writes an identity down, as V2Ray and Xray are told of it. */
export function certificateFiles(folder: ReturnType<typeof scratchFolder>, { cert, key }: Identity) {
  return { certificateFile: folder.write('cert.pem', cert), keyFile: folder.write('key.pem', key) };
}

function start(
  inbound: (folder: ReturnType<typeof scratchFolder>) => object,
  redirect?: string,
): Promise<Daemon> {
  const folder = scratchFolder();
  return startDaemon('v2ray', (port) => [
    '-config',
    folder.write(
      'config.json',
      JSON.stringify({
        log: { loglevel: 'none' },
        inbounds: [{ listen: '127.0.0.1', port, ...inbound(folder) }],
        outbounds: [{ protocol: 'freedom', ...(redirect && { settings: { redirect } }) }],
      }),
    ),
  ]);
}
