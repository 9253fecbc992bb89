import { isIP } from 'node:net';
import type { EngineProtocol } from '../model/engine-server.ts';
import { readPins } from '../net/certificate-pin.ts';
import { readHost, readPort } from './host.ts';
import { readXhttpExtra } from './xhttp-extra.ts';

/** The value in its one spelling; empty where it says nothing, undefined where it is none. */
type Reader = (text: string) => string | undefined;

/** How a kind of server is written. */
export interface EngineKind {
  /** Of its links. */
  readonly scheme: string;
  readonly username: Reader;
  readonly password: Reader;
  /** In the order of the text. */
  readonly options: Readonly<Record<string, Reader>>;
  readonly required: readonly string[];
}

const matching =
  (pattern: RegExp): Reader =>
  (text) =>
    pattern.test(text) ? text : undefined;
const oneOf =
  (...known: readonly string[]): Reader =>
  (text) =>
    known.includes(text) ? text : undefined;
const uuid: Reader = (text) =>
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined;
/** Control characters and halves of characters end here. */
const secret: Reader = (text) =>
  text !== '' && Buffer.byteLength(text) <= 255 && !/[\p{Cc}\p{Cs}]/u.test(text) ? text : undefined;
const nothing = oneOf('');
const path: Reader = (text) => (/^\/[\x21-\x7e]{0,1023}$/.test(text) ? text : undefined);
/** 32 bytes; links write them in either alphabet, with `=` or without. */
const key =
  (alphabet: 'base64' | 'base64url'): Reader =>
  (text) => {
    const bytes = Buffer.from(text, 'base64');
    const isKey = /^[\w+/-]{43}=?$/.test(text) && bytes.length === 32;
    return isKey ? bytes.toString(alphabet) : undefined;
  };
/** Addresses inside a tunnel, each with its prefix: `10.0.0.2/32,fd00::2/128`. */
const addresses: Reader = (text) => {
  const list = text.split(',').map((one) => {
    const [address = '', prefix, more] = one.trim().split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const length = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : most + 1;
    return family !== 0 && more === undefined && length <= most ? `${address}/${length}` : undefined;
  });
  return list.length <= 8 && list.every((one) => one !== undefined) ? list.join(',') : undefined;
};
const number =
  (from: number, to: number): Reader =>
  (text) =>
    /^\d{1,5}$/.test(text) && Number(text) >= from && Number(text) <= to ? String(Number(text)) : undefined;
const bytes3: Reader = (text) => {
  const list = text.split(',').map((one) => number(0, 255)(one.trim()));
  return list.length === 3 && list.every((one) => one !== undefined) ? list.join(',') : undefined;
};
/** What a certificate itself must be. */
const pins: Reader = (text) => readPins(text)?.join(',');
/** Whom a ClientHello can look like. */
export const FINGERPRINTS: readonly string[] = [
  ...['chrome', 'firefox', 'safari', 'ios', 'android', 'edge', '360', 'qq', 'random'],
];
const fingerprint = oneOf(...FINGERPRINTS);
const sid = matching(/^(?:[0-9a-f]{2}){1,8}$/i);
const flow = oneOf('xtls-rprx-vision');
const cipher = oneOf('aes-128-gcm', 'chacha20-poly1305', 'none', 'zero');
/** What a connection is to be told in its TLS, the first one first. */
const alpn: Reader = (text) => {
  const list = text.split(',');
  return list.every((one) => ['h3', 'h2', 'http/1.1'].includes(one)) && new Set(list).size === list.length
    ? text
    : undefined;
};
/** VLESS's own: how it looks, whether it waits for an answer, how it pads, and the server's keys. */
const vlessEncryption: Reader = (text) =>
  text.length <= 2048 && /^mlkem768x25519plus\.(?:native|xorpub|random)\.[01]rtt(?:\.[\w-]+)+$/.test(text)
    ? text
    : undefined;
/** Of what Xray carries in HTTP. */
const HTTP = {
  type: oneOf('grpc', 'httpupgrade', 'xhttp'),
  path,
  host: readHost,
  mode: oneOf('multi', 'packet-up', 'stream-up', 'stream-one'),
  servicename: secret,
  authority: readHost,
  extra: readXhttpExtra,
  alpn,
} as const;
/** Of TLS, and of Reality in its place. */
const LOCKED = {
  ...{ security: oneOf('tls', 'reality'), sni: readHost, fp: fingerprint, pin: pins },
  ...{ pbk: key('base64url'), sid, spx: path },
} as const;
/** Where names are looked up inside a tunnel; what is no address is a domain to search in, which we do not. */
const nameServers: Reader = (text) => {
  const list = text.split(',').flatMap((one) => (isIP(one.trim()) === 0 ? [] : [one.trim()]));
  return list.length <= 8 ? list.join(',') : undefined;
};
/** Ports and ranges of them to hop over: `443,5000-6000`. */
const ports: Reader = (text) => {
  const list = text.split(',').map((one) => {
    const [first, last = first, more] = one.trim().split('-').map(readPort);
    if (first === undefined || last === undefined || more !== undefined || first > last) return undefined;
    return first === last ? String(first) : `${first}-${last}`;
  });
  return list.length <= 32 && list.every((one) => one !== undefined) ? list.join(',') : undefined;
};

export const ENGINE_KINDS: Readonly<Record<EngineProtocol, EngineKind>> = {
  vmess: {
    ...{ scheme: 'vmess', username: uuid, password: nothing, required: [] },
    options: {
      cipher,
      security: oneOf('tls'),
      sni: readHost,
      type: oneOf('ws'),
      path,
      host: readHost,
      pin: pins,
    },
  },
  reality: {
    ...{ scheme: 'vless', username: uuid, password: nothing, required: ['security', 'sni', 'pbk'] },
    options: {
      security: oneOf('reality'),
      flow,
      sni: readHost,
      fp: fingerprint,
      pbk: key('base64url'),
      sid,
      spx: path,
    },
  },
  vision: {
    ...{ scheme: 'vless', username: uuid, password: nothing, required: ['security', 'flow'] },
    options: {
      security: oneOf('tls'),
      flow,
      sni: readHost,
      fp: fingerprint,
      pin: pins,
    },
  },
  hysteria2: {
    ...{ scheme: 'hysteria2', username: secret, password: nothing, required: [] },
    options: { sni: readHost, obfs: oneOf('salamander'), 'obfs-password': secret, mport: ports },
  },
  tuic: {
    ...{ scheme: 'tuic', username: uuid, password: secret, required: [] },
    options: {
      sni: readHost,
      congestion_control: oneOf('cubic', 'new_reno', 'bbr'),
      udp_relay_mode: oneOf('quic'),
    },
  },
  wireguard: {
    ...{
      scheme: 'wireguard',
      username: key('base64'),
      password: nothing,
      required: ['publickey', 'address'],
    },
    options: {
      publickey: key('base64'),
      presharedkey: key('base64'),
      address: addresses,
      mtu: number(576, 9000),
      keepalive: number(1, 65535),
      reserved: bytes3,
      dns: nameServers,
    },
  },
  'vless-xray': {
    ...{ scheme: 'vless', username: uuid, password: nothing, required: [] },
    options: { encryption: vlessEncryption, flow, ...LOCKED, ...HTTP },
  },
  'vmess-xray': {
    ...{ scheme: 'vmess', username: uuid, password: nothing, required: ['type'] },
    options: { cipher, security: oneOf('tls'), sni: readHost, fp: fingerprint, pin: pins, ...HTTP },
  },
  'trojan-xray': {
    ...{ scheme: 'trojan', username: secret, password: nothing, required: ['security'] },
    options: { ...LOCKED, ...HTTP },
  },
};
