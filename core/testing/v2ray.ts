import type { Identity } from './authority.ts';
import { type Daemon, scratchFolder, startDaemon } from './daemon.ts';

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
  const folder = scratchFolder();
  const settings =
    protocol === 'trojan'
      ? { clients: [{ password: secret }] }
      : { clients: [{ id: secret, alterId: 0 }], ...(protocol === 'vless' && { decryption: 'none' }) };
  return startDaemon('v2ray', (port) => [
    '-config',
    folder.write(
      'config.json',
      JSON.stringify({
        log: { loglevel: 'none' },
        inbounds: [
          {
            listen: '127.0.0.1',
            port,
            protocol,
            settings,
            streamSettings: {
              network: path === undefined ? 'tcp' : 'ws',
              ...(identity !== undefined && {
                security: 'tls',
                tlsSettings: {
                  certificates: [
                    {
                      certificateFile: folder.write('cert.pem', identity.cert),
                      keyFile: folder.write('key.pem', identity.key),
                    },
                  ],
                },
              }),
              ...(path === undefined ? {} : { wsSettings: { path } }),
            },
          },
        ],
        outbounds: [{ protocol: 'freedom' }],
      }),
    ),
  ]);
}
