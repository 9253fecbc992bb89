import { makeX25519 } from '../../testing/x25519.ts';
import { startXray, type XrayInbound } from '../../testing/xray.ts';
import { identity, NAME, notInstalled, OTHER_UUID, plain, UUID, type Way } from './ways.ts';

const KEYS = makeX25519();
const SHORT_ID = '0a1b';
const VISION = 'xtls-rprx-vision';
const REALITY = { keys: KEYS, name: NAME, shortId: SHORT_ID };
const HELLO = `security=reality&sni=${NAME}&pbk=${KEYS.open}&sid=${SHORT_ID}`;

const TLS = `security=tls&sni=${NAME}`;
const GRPC = {
  carriage: { network: 'grpc', grpcSettings: { serviceName: 'way', multiMode: true } },
  query: 'type=grpc&serviceName=way&mode=multi',
};
const UPGRADE = {
  carriage: { network: 'httpupgrade', httpupgradeSettings: { path: '/way', host: NAME } },
  query: `type=httpupgrade&path=%2Fway&host=${NAME}`,
};
const XHTTP = {
  carriage: { network: 'xhttp', xhttpSettings: { path: '/way' } },
  query: 'type=xhttp&path=%2Fway',
};
const EXTRA = encodeURIComponent('{"scMaxEachPostBytes":500000,"xmux":{"maxConcurrency":"4-8"}}');
/** VLESS's own encryption: nothing else keeps it from being read. */
const LOCK_KEYS = makeX25519();
const LOCK = {
  decryption: `mlkem768x25519plus.native.600s.${LOCK_KEYS.secret}`,
  query: `encryption=mlkem768x25519plus.native.0rtt.${LOCK_KEYS.open}`,
};

interface Spoken extends Omit<XrayInbound, 'protocol' | 'secret' | 'identity'> {
  readonly protocol?: XrayInbound['protocol'];
  /** What a link says of it. */
  readonly query?: string;
  readonly isBare?: boolean;
}

const xray = (name: string, { query, isBare = false, protocol = 'vless', ...inbound }: Spoken): Way => ({
  ...plain,
  name: `${name} by Xray, Xray`,
  missing: notInstalled('xray'),
  start: () => startXray({ ...inbound, protocol, secret: UUID, ...(!isBare && { identity: identity() }) }),
  login: (isWrong) => `${protocol}://${isWrong ? OTHER_UUID : UUID}@`,
  ...(query !== undefined && { query: `?${query}` }),
  wrong: null,
  hasPackets: true,
  isByEngine: true,
  engine: 'xray',
});

/** What Xray carries for us, to an Xray. */
export const XRAY_WAYS: readonly Way[] = [
  xray('VLESS with Reality', { reality: REALITY, query: HELLO }),
  xray('VLESS with Reality and Vision', {
    ...{ reality: REALITY, flow: VISION },
    query: `${HELLO}&flow=${VISION}`,
  }),
  xray('VLESS with Vision', { flow: VISION, query: `security=tls&sni=${NAME}&flow=${VISION}` }),
  xray('VMess', { protocol: 'vmess', isBare: true }),
  xray('VMess in a web socket', {
    ...{ protocol: 'vmess', carriage: { network: 'ws', wsSettings: { path: '/way' } } },
    query: `security=tls&sni=${NAME}&type=ws&path=%2Fway`,
  }),
  xray('VLESS in gRPC with Reality', { ...GRPC, reality: REALITY, query: `${HELLO}&${GRPC.query}` }),
  xray('VLESS in gRPC', { ...GRPC, query: `${TLS}&${GRPC.query}` }),
  xray('VLESS in HTTPUpgrade', { ...UPGRADE, query: `${TLS}&${UPGRADE.query}` }),
  xray('VLESS in XHTTP with Reality', { ...XHTTP, reality: REALITY, query: `${HELLO}&${XHTTP.query}` }),
  xray('VLESS in XHTTP', { ...XHTTP, query: `${TLS}&${XHTTP.query}` }),
  xray('VLESS in XHTTP, packet by packet', {
    ...{ ...XHTTP, query: `${TLS}&${XHTTP.query}&mode=packet-up&extra=${EXTRA}` },
  }),
  xray('VLESS with its own lock', { ...LOCK, isBare: true, query: LOCK.query }),
  xray('VLESS with its own lock and Vision', {
    ...{ ...LOCK, isBare: true, flow: VISION, query: `${LOCK.query}&flow=${VISION}` },
  }),
  xray('VMess in gRPC', { ...GRPC, protocol: 'vmess', query: `${TLS}&${GRPC.query}` }),
  xray('VMess in XHTTP', { ...XHTTP, protocol: 'vmess', query: `${TLS}&${XHTTP.query}` }),
];
