import { makeX25519, startXray, type XrayInbound } from '../../testing/xray.ts';
import { identity, NAME, notInstalled, OTHER_UUID, plain, UUID, type Way } from './ways.ts';

const KEYS = makeX25519();
const SHORT_ID = '0a1b';
const VISION = 'xtls-rprx-vision';
const REALITY = { keys: KEYS, name: NAME, shortId: SHORT_ID };
const HELLO = `security=reality&sni=${NAME}&pbk=${KEYS.open}&sid=${SHORT_ID}`;

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
];
