import { X509Certificate } from 'node:crypto';
import type { EngineId } from '../../model/sidecar.ts';
import { type Authority, createAuthority, type Identity } from '../../testing/authority.ts';
import { type Daemon, findProgram } from '../../testing/daemon.ts';
import { startDanted, startShadowsocks, startSquid, startTinyproxy } from '../../testing/proxies.ts';
import { startShadowsocks2022 } from '../../testing/shadowsocks-2022.ts';
import { type KeyPair, makeKeyPair, sshdMissing, startSshd } from '../../testing/sshd.ts';
import { startV2ray, startV2raySocks } from '../../testing/v2ray.ts';

/** A transport, and the real server it is tried against. */
export interface Way {
  readonly name: string;
  /** What keeps it from being tried here; undefined where nothing does. */
  readonly missing: string | undefined;
  start(): Promise<Daemon>;
  /** The element of an expression, up to the server's host; `isWrong`: with a secret that the server does not take. */
  readonly login: (isWrong: boolean) => string;
  /** What follows the server's port. */
  readonly query?: string;
  /** How a wrong secret ends a dial; null where it shows only in that nothing comes through. */
  readonly wrong: string | null;
  /** What a server of it says first, for one that then goes on byte by byte; null where a dial does not wait for the server. */
  readonly begins: string | null;
  /** Whether a target may answer when we have ended: with some, the end of one side ends both. */
  readonly isHalfOpen: boolean;
  readonly isTls: boolean;
  /** In place of `query`, with the fingerprint of another certificate, where the server is known by that. */
  readonly wrongPin?: string;
  /** Whether the protocol itself tells an end from a connection that was lost. */
  readonly tellsEnds?: true;
  /** Null where the protocol carries datagrams, and this server none. */
  readonly hasPackets: boolean | null;
  /** An engine of others speaks to the server. It stands first, and lets in before it knows whether the server does. */
  readonly isByEngine: boolean;
  /** Which one, where others could as well. */
  readonly engine?: EngineId;
  /** Where the server's own loopback is found through it, where that is not 127.0.0.1. */
  readonly loopback?: string;
  /** The server is reached by datagrams alone. */
  readonly isOverDatagrams?: true;
}

/** How a dial ends whose server says nothing at all to whom it does not know. */
export const UNANSWERED = 'x_proxy_timed_out';

/** The name in the certificates of those that have TLS. */
export const NAME = 'web.example.org';
export const UUID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
export const OTHER_UUID = 'b831381d-6324-4d53-ad4f-8cda48b30812';
const login = { username: 'lab', password: 'secret' };

let made: { readonly authority: Authority; readonly hostKey: KeyPair } | undefined;
let selfSigned: Identity | undefined;

/** Of somebody whom nobody vouches for, and for another name: made once for all. */
function unvouched(): Identity {
  selfSigned ??= createAuthority('A friend').issue(['elsewhere.example']);
  return selfSigned;
}

/** Whoever has signed the certificates, and the key of SSH servers: made once for all. */
export function identities() {
  made ??= { authority: createAuthority(), hostKey: makeKeyPair() };
  return made;
}

/** A certificate for `NAME` and loopback, which our own authority vouches for. */
export const identity = () => identities().authority.issue([NAME, '127.0.0.1']);
const password = (scheme: string) => (isWrong: boolean) => `${scheme}://lab:${isWrong ? 'other' : 'secret'}@`;
/** What keeps a program from being tried; undefined where it is there. */
export const notInstalled = (name: string) =>
  findProgram(name) === undefined ? `not installed here: ${name}` : undefined;

export const plain = {
  begins: null,
  isHalfOpen: false,
  isTls: false,
  hasPackets: false,
  isByEngine: false,
} as const;
const BAD = 'x_proxy_bad_credentials';

const shadowsocks = (username: string): Way => ({
  ...plain,
  name: `Shadowsocks ${username}, shadowsocks-libev`,
  missing: notInstalled('ss-server'),
  start: () => startShadowsocks({ username, password: 'secret' }),
  login: (isWrong) => `ss://${username}:${isWrong ? 'other' : 'secret'}@`,
  wrong: null,
  hasPackets: true,
});

const KEY_2022 = Buffer.alloc(32, 7);
const keyText = (key: Buffer) => encodeURIComponent(key.toString('base64'));

const v2ray = (protocol: 'trojan' | 'vless', path?: string): Way => ({
  ...plain,
  name: `${protocol === 'trojan' ? 'Trojan' : 'VLESS'}${path === undefined ? '' : ' in a web socket'}, V2Ray`,
  missing: notInstalled('v2ray'),
  start: () => {
    const secret = protocol === 'trojan' ? 'secret' : UUID;
    return startV2ray({ protocol, secret, identity: identity(), ...(path && { path }) });
  },
  login: (isWrong) => {
    if (protocol === 'trojan') return `trojan://${isWrong ? 'other' : 'secret'}@`;
    return `vless://${isWrong ? OTHER_UUID : UUID}@`;
  },
  query: `?sni=${NAME}${path === undefined ? '' : `&type=ws&path=${encodeURIComponent(path)}`}`,
  wrong: null,
  begins: '\x16',
  isTls: true,
  hasPackets: true,
});

/** Known by its certificate's fingerprint alone. */
const pinned: Way = {
  ...v2ray('trojan'),
  name: 'Trojan by its fingerprint, V2Ray',
  start: () => startV2ray({ protocol: 'trojan', secret: 'secret', identity: unvouched() }),
  get query() {
    return `?pin=${new X509Certificate(unvouched().cert).fingerprint256.replaceAll(':', '')}`;
  },
  wrongPin: `?pin=${'ab'.repeat(32)}`,
};

/** Every transport that leads through somebody's server. */
export const WAYS: readonly Way[] = [
  {
    ...plain,
    name: 'SOCKS5, Dante',
    missing: notInstalled('danted'),
    start: startDanted,
    // It asks nobody who they are.
    login: (isWrong) => (isWrong ? password('socks5')(true) : 'socks5://'),
    wrong: '',
    begins: '\x05',
    isHalfOpen: true,
    hasPackets: true,
  },
  {
    ...plain,
    name: 'SOCKS5, V2Ray',
    missing: notInstalled('v2ray'),
    start: () => startV2raySocks(login),
    login: password('socks5'),
    wrong: BAD,
    begins: '\x05',
    hasPackets: true,
  },
  {
    ...plain,
    name: 'HTTP CONNECT, Squid',
    missing: notInstalled('squid'),
    start: () => startSquid({ login }),
    login: password('http-proxy'),
    wrong: BAD,
    begins: 'HTTP/1.1 ',
  },
  {
    ...plain,
    name: 'HTTP CONNECT, tinyproxy',
    missing: notInstalled('tinyproxy'),
    start: () => startTinyproxy(login),
    login: password('http-proxy'),
    wrong: BAD,
    begins: 'HTTP/1.1 ',
  },
  {
    ...plain,
    name: 'HTTP CONNECT in TLS, Squid',
    missing: notInstalled('squid'),
    start: () => startSquid({ login, identity: identity() }),
    login: password('https-proxy'),
    wrong: BAD,
    begins: '\x16',
    isTls: true,
  },
  {
    ...plain,
    name: 'SSH, OpenSSH',
    missing: sshdMissing(),
    start: () => startSshd({ hostKey: identities().hostKey, authorized: [], password: 'secret' }),
    login: (isWrong) => `ssh://root:${isWrong ? 'other' : 'secret'}@`,
    wrong: BAD,
    begins: 'SSH-2.0-',
    isHalfOpen: true,
    tellsEnds: true,
  },
  shadowsocks('aes-128-gcm'),
  shadowsocks('aes-256-gcm'),
  shadowsocks('chacha20-ietf-poly1305'),
  {
    ...plain,
    name: 'Shadowsocks 2022, a server by its text',
    missing: undefined,
    async start() {
      const { host, port, close } = await startShadowsocks2022(KEY_2022);
      return { host, port, stop: close };
    },
    login: (isWrong) => `ss://2022-blake3-aes-256-gcm:${keyText(isWrong ? Buffer.alloc(32) : KEY_2022)}@`,
    wrong: null,
    isHalfOpen: true,
    hasPackets: null,
  },
  v2ray('trojan'),
  v2ray('trojan', '/chat'),
  v2ray('vless'),
  v2ray('vless', '/way'),
  pinned,
  {
    ...plain,
    name: 'VMess by V2Ray, V2Ray',
    missing: notInstalled('v2ray'),
    start: () => startV2ray({ protocol: 'vmess', secret: UUID }),
    login: (isWrong) => `vmess://${isWrong ? OTHER_UUID : UUID}@`,
    wrong: null,
    hasPackets: true,
    isByEngine: true,
    engine: 'v2ray',
  },
];
