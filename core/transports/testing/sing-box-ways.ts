import { startTlsServer } from '../../testing/servers.ts';
import { startSingBox, startSingBoxWireguard } from '../../testing/sing-box.ts';
import { makeX25519, wireguardKey } from '../../testing/x25519.ts';
import { identity, NAME, notInstalled, OTHER_UUID, plain, UNANSWERED, UUID, type Way } from './ways.ts';

const common = {
  ...plain,
  missing: notInstalled('sing-box'),
  engine: 'sing-box',
  isByEngine: true,
  hasPackets: true,
  wrong: null,
  // The engine says yes to us once the server has said it to the engine.
  begins: '',
} as const;

const hysteria = (obfs?: string): Way => ({
  ...common,
  name: `Hysteria2${obfs === undefined ? '' : ' behind Salamander'} by sing-box, sing-box`,
  start: () =>
    startSingBox({
      inbound: {
        ...{ type: 'hysteria2', users: [{ password: 'secret' }] },
        ...(obfs && { obfs: { type: 'salamander', password: obfs } }),
      },
      identity: identity(),
    }),
  login: (isWrong) => `hysteria2://${isWrong ? 'other' : 'secret'}@`,
  query: `?sni=${NAME}${obfs === undefined ? '' : `&obfs=salamander&obfs-password=${obfs}`}`,
  wrong: 'x_proxy_bad_credentials',
  isTls: true,
  isOverDatagrams: true,
});

const tuic: Way = {
  ...common,
  name: 'TUIC by sing-box, sing-box',
  start: () =>
    startSingBox({
      inbound: { type: 'tuic', users: [{ uuid: UUID, password: 'secret' }] },
      identity: identity(),
      tls: { alpn: ['h3'] },
    }),
  login: (isWrong) => `tuic://${UUID}:${isWrong ? 'other' : 'secret'}@`,
  query: `?sni=${NAME}`,
  isTls: true,
  isOverDatagrams: true,
};

const vision: Way = {
  ...common,
  name: 'VLESS with Vision by sing-box, sing-box',
  start: () =>
    startSingBox({
      inbound: { type: 'vless', users: [{ uuid: UUID, flow: 'xtls-rprx-vision' }] },
      identity: identity(),
    }),
  login: (isWrong) => `vless://${isWrong ? OTHER_UUID : UUID}@`,
  query: `?security=tls&flow=xtls-rprx-vision&sni=${NAME}`,
  isTls: true,
};

const [reality, server, client] = [makeX25519(), makeX25519(), makeX25519()];

const realityWay: Way = {
  ...common,
  name: 'VLESS with Reality by sing-box, sing-box',
  async start() {
    const { cert, key } = identity();
    const site = await startTlsServer({
      cert,
      key,
      minVersion: 'TLSv1.3',
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    const daemon = await startSingBox({
      inbound: { type: 'vless', users: [{ uuid: UUID, flow: 'xtls-rprx-vision' }] },
      tls: {
        server_name: NAME,
        reality: {
          ...{ enabled: true, private_key: reality.secret, short_id: ['0a1b'] },
          handshake: { server: site.host, server_port: site.port },
        },
      },
    });
    return { ...daemon, stop: async () => void (await Promise.all([daemon.stop(), site.close()])) };
  },
  login: (isWrong) => `vless://${isWrong ? OTHER_UUID : UUID}@`,
  query: `?security=reality&flow=xtls-rprx-vision&sni=${NAME}&pbk=${reality.open}&sid=0a1b`,
};

const vmess: Way = {
  ...common,
  name: 'VMess in a web socket by sing-box, sing-box',
  start: () =>
    startSingBox({
      inbound: { type: 'vmess', users: [{ uuid: UUID }], transport: { type: 'ws', path: '/way' } },
      identity: identity(),
    }),
  login: (isWrong) => `vmess://${isWrong ? OTHER_UUID : UUID}@`,
  query: `?security=tls&sni=${NAME}&type=ws&path=%2Fway`,
  isTls: true,
};

/** A name that is known inside the tunnel alone. */
export const FAR_END = 'far-end.example';

export const wireguard: Way = {
  ...common,
  name: 'WireGuard by sing-box, sing-box',
  start: () =>
    startSingBoxWireguard(
      {
        ...{ address: ['10.7.0.1/32'], private_key: wireguardKey(server.secret) },
        peers: [{ public_key: wireguardKey(client.open), allowed_ips: ['10.7.0.2/32'] }],
      },
      { [FAR_END]: '10.7.0.1' },
    ),
  login: (isWrong) => `wireguard://${encodeURIComponent(wireguardKey((isWrong ? reality : client).secret))}@`,
  query: `?publickey=${encodeURIComponent(wireguardKey(server.open))}&address=10.7.0.2%2F32`,
  // Nothing leads through a tunnel to the loopback of its other end but the address of that end, which is known only there.
  loopback: FAR_END,
  wrong: UNANSWERED,
  isOverDatagrams: true,
};

export const SING_BOX_WAYS: readonly Way[] = [
  ...[hysteria(), hysteria('lock'), tuic, wireguard],
  ...[realityWay, vision, vmess],
];
