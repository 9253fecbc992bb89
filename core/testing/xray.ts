import type { Identity } from './authority.ts';
import { type Daemon, scratchFolder, startDaemon } from './daemon.ts';
import { startTlsServer } from './servers.ts';
import { certificateFiles } from './v2ray.ts';
import { wireguardKey, type X25519 } from './x25519.ts';

export interface XrayInbound {
  readonly protocol: 'vless' | 'vmess' | 'trojan';
  /** Trojan's password, VLESS's and VMess's UUID. */
  readonly secret: string;
  readonly flow?: string;
  /** VLESS's own encryption, as its server is told of it. */
  readonly decryption?: string;
  /** Inside TLS with it, or with Reality in front of a site that has it. */
  readonly identity?: Identity;
  readonly reality?: {
    readonly keys: X25519;
    readonly name: string;
    readonly shortId: string;
    /** ML-DSA-65, where the server proves itself by that as well. */
    readonly seed?: string;
  };
  /** `network` and its settings, by Xray's names; bare TCP without. */
  readonly carriage?: Readonly<Record<string, unknown>>;
}

/** Xray with one inbound that goes straight out, and with Reality the site it stands in front of. Rejects as `startDaemon` does. */
export async function startXray(inbound: XrayInbound): Promise<Daemon> {
  const { protocol, secret, flow, decryption = 'none', identity, reality, carriage } = inbound;
  const site =
    reality === undefined || identity === undefined
      ? undefined
      : await startTlsServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] });
  const client = protocol === 'trojan' ? { password: secret } : { id: secret, ...(flow && { flow }) };
  const folder = scratchFolder();
  const security =
    identity === undefined
      ? {}
      : site === undefined
        ? { security: 'tls', tlsSettings: { certificates: [certificateFiles(folder, identity)] } }
        : { security: 'reality', realitySettings: realityOf(reality, site.port) };
  try {
    const daemon = await startXrayWith(folder, (port) => [
      {
        ...{ listen: '127.0.0.1', port, protocol },
        settings: { clients: [client], ...(protocol === 'vless' && { decryption }) },
        streamSettings: { ...security, ...carriage },
      },
    ]);
    return {
      ...daemon,
      async stop() {
        await daemon.stop();
        await site?.close();
      },
    };
  } catch (error) {
    await site?.close();
    throw error;
  }
}

function realityOf(reality: XrayInbound['reality'], port: number) {
  if (reality === undefined) return undefined;
  const { keys, name, shortId, seed } = reality;
  return {
    ...{ target: `127.0.0.1:${port}`, serverNames: [name], privateKey: keys.secret, shortIds: [shortId] },
    ...(seed !== undefined && { mldsa65Seed: seed }),
  };
}

/** Straight out, and to this computer as well, which Xray does since 2026 only when it is told to. */
const OUT = { protocol: 'freedom', settings: { finalRules: [{ action: 'allow' }] } };

/** Xray with these inbounds, of which one must take TCP; `more`: what else it is told. Rejects as `startDaemon` does. */
function startXrayWith(
  folder: ReturnType<typeof scratchFolder>,
  inbounds: (port: number) => readonly unknown[],
  more: Readonly<Record<string, unknown>> = { outbounds: [OUT] },
): Promise<Daemon> {
  return startDaemon('xray', (port) => [
    ...['run', '-config'],
    folder.write(
      'config.json',
      JSON.stringify({ log: { loglevel: 'none' }, inbounds: inbounds(port), ...more }),
    ),
  ]);
}

interface XrayTunnel {
  readonly server: X25519;
  readonly client: X25519;
  /** The client's address inside. */
  readonly address: string;
  /** Port on loopback of the name server behind the tunnel: whoever is asked there, it answers. */
  readonly names: number;
}

/** Xray as the other end of a WireGuard tunnel; every address there is this computer. Rejects as `startDaemon` does. */
export function startXrayWireguard({ server, client, address, names }: XrayTunnel): Promise<Daemon> {
  const to = (tag: string, redirect: string) => ({ ...OUT, tag, settings: { ...OUT.settings, redirect } });
  return startXrayWith(
    scratchFolder(),
    (port) => [
      {
        ...{ listen: '127.0.0.1', port, protocol: 'wireguard' },
        settings: {
          ...{ secretKey: wireguardKey(server.secret), address: ['10.7.0.1/32'], noKernelTun: true },
          peers: [{ publicKey: wireguardKey(client.open), allowedIPs: [address] }],
        },
      },
      // Shows that it has begun: a tunnel takes no TCP.
      { listen: '127.0.0.1', port, protocol: 'socks' },
    ],
    {
      outbounds: [to('here', '127.0.0.1:0'), to('names', `127.0.0.1:${names}`)],
      routing: { rules: [{ network: 'udp', port: '53', outboundTag: 'names' }] },
    },
  );
}
