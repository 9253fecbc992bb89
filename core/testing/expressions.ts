import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { DESYNC_METHODS } from '../model/sidecar.ts';
import { carriesOnlyTelegram, type Expression, type Hop } from '../transports/expression.ts';
import { createProxy, type ProxyElement, parseProxy } from '../transports/proxy-element.ts';
import { PROXY_PROTOCOLS, type ProxyProtocol } from '../transports/proxy-protocol.ts';

/** Any host as people write it: names, names in other scripts, both kinds of address. */
const anyHost: fc.Arbitrary<string> = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom(
    'пример.рф',
    'прокси.example',
    'MÜNCHEN.example',
    '中国.example',
    'localhost',
    'مثال.إختبار',
  ),
);

/** Any user name or password, with what usually breaks parsers in it. */
export const anySecret: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.string({
    unit: fc.constantFrom(':', '@', '/', '|', ' ', '%', '#', '?', '[', ']', '\\', 'п', '•', '4'),
    maxLength: 12,
  }),
);

/** A secret of one of the three kinds. */
function mtprotoSecret(seed: string): string {
  const key = createHash('md5').update(seed).digest('hex');
  return [key, `dd${key}`, `ee${key}${Buffer.from('cdn.example').toString('hex')}`][seed.length % 3] ?? key;
}

/** Credentials that the protocol has room for, where any do. */
function credentialsFor(protocol: ProxyProtocol, username: string, password: string) {
  if (protocol === 'ss') return { username: 'chacha20-ietf-poly1305', password };
  if (protocol === 'trojan') return { username, password: '' };
  if (protocol === 'mtproto') return { username: mtprotoSecret(username), password: '' };
  if (protocol === 'ssh') return { username: username || 'me', password: password || 'secret' };
  if (protocol === 'vless') return { username: 'b831381d-6324-4d53-ad4f-8cda48b30811', password: '' };
  return { username, password };
}

type Pairs = readonly (readonly [string, string])[];

function queryFor(protocol: ProxyProtocol, carriage: Pairs, key: Pairs): ReadonlyMap<string, string> {
  if (protocol === 'ssh') return new Map(key);
  const pin = carriage.filter(([name]) => name === 'pin');
  if (protocol === 'https-proxy') return new Map(pin);
  return protocol === 'trojan' || protocol === 'vless' ? new Map(carriage) : new Map();
}

const PINS = ['ab'.repeat(32), 'cd'.repeat(32)] as const;
/** What may be said of how a server is carried. */
const anyCarriage: fc.Arbitrary<Pairs> = fc.constantFrom(
  [],
  [['sni', 'cdn.example.org']],
  [['type', 'ws']],
  [['pin', PINS[0]]],
  [
    ['sni', 'cdn.example.org'],
    ['pin', PINS.join()],
    ['vcn', 'own.example.org'],
  ],
  [
    ['sni', 'пример.рф'],
    ['type', 'ws'],
    ['path', '/a%20b?c=d&e#f'],
    ['host', 'cdn.example.org'],
  ],
);

/** Key files of both kinds, whole and without their armour, locked or not. */
const anySshFile: fc.Arbitrary<Pairs> = fc
  .tuple(
    fc.uint8Array({ minLength: 1, maxLength: 400 }),
    fc.constantFrom('body', 'file', 'old'),
    fc.option(anySecret),
  )
  .map(([bytes, form, passphrase]) => {
    const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), bytes]);
    const name = form === 'old' ? 'RSA PRIVATE KEY' : 'OPENSSH PRIVATE KEY';
    const file = `-----BEGIN ${name}-----\n${body.toString('base64')}\n-----END ${name}-----\n`;
    const key = form === 'body' ? body : Buffer.from(file);
    return [['key', key.toString('base64')], ...(passphrase ? [['passphrase', passphrase] as const] : [])];
  });

/** The same, or the agent's. */
const anySshKey: fc.Arbitrary<Pairs> = fc.oneof(anySshFile, fc.constant([['agent', '1']] as const));

/** Any proxy that can be expressed. */
export const anyProxy: fc.Arbitrary<ProxyElement> = fc
  .tuple(
    fc.constantFrom(...PROXY_PROTOCOLS),
    anyHost,
    fc.integer({ min: 1, max: 65535 }),
    anySecret,
    anySecret,
    anyCarriage,
    fc.oneof(fc.constant([]), anySshKey),
  )
  .map(([protocol, host, port, username, password, carriage, key]) =>
    createProxy(
      protocol,
      host,
      String(port),
      {
        ...credentialsFor(protocol, username, password),
      },
      queryFor(protocol, carriage, key),
    ),
  )
  .filter((proxy) => typeof proxy !== 'string');

const anyCuts = fc.constantFrom('sni' as const, 'many' as const);
const anyShape: fc.Arbitrary<Hop> = fc
  .oneof(
    fc.record({ records: anyCuts }),
    fc.record({ segments: anyCuts }),
    fc.record({ records: anyCuts, segments: anyCuts }),
    fc.record({
      segments: anyCuts,
      gap: fc.oneof(fc.constant('rtt' as const), fc.integer({ min: 1, max: 1000 })),
    }),
  )
  .map((shape) => ({ kind: 'shape', shape }));

const anyGateway: fc.Arbitrary<Hop> = fc.constantFrom(
  { kind: 'gateway', gateway: 'telegram-ws' },
  { kind: 'gateway', gateway: 'telegram-ws', serverName: 'cdn.example.org' },
);

const anyResolver = fc.oneof(
  fc.constant('system'),
  fc
    .tuple(fc.constantFrom('doh', 'dot', 'tcp', 'udp'), fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/))
    .map((parts) => parts.join(':')),
);

const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
/** Ways that engines of others carry. */
const anyEngine: fc.Arbitrary<Hop> = fc
  .constantFrom(
    'tor://direct',
    `vmess://${ID}@a.example:443?security=tls&pin=${PINS[0]}`,
    `vless://${ID}@a.example:443?security=tls&flow=xtls-rprx-vision&pin=${PINS[1]}`,
    'tor://obfs4,vanilla?bridges=obfs4%20192.0.2.1%3A443%20cert%3Dx%0A%5B2001%3Adb8%3A%3A7%5D%3A9001',
    `vmess://${ID}@a.example:443?cipher=aes-128-gcm&type=ws&path=%2Fa%7Cb`,
    `tuic://${ID}:p%7C%3A%40@[2001:db8::7]:443?congestion_control=bbr`,
    'hysteria2://%D0%BF%7C@a.example:443?obfs=salamander&obfs-password=%7C',
  )
  .map((text) => {
    const proxy = parseProxy(text);
    if (proxy === undefined || typeof proxy === 'string') throw new Error(`${text}: ${proxy}`);
    return proxy;
  });

/** Any transport that can be expressed. */
export const anyExpression: fc.Arbitrary<Expression> = fc
  .record({
    engine: fc.option(anyEngine, { nil: undefined, freq: 4 }),
    desync: fc.option(fc.constantFrom(...DESYNC_METHODS), { nil: undefined, freq: 4 }),
    resolver: anyResolver,
    hops: fc.array(fc.oneof(anyShape, anyProxy), { maxLength: 5 }),
    last: fc.option(anyGateway, { nil: undefined }),
  })
  .map(({ engine, desync: method, resolver, hops, last }) => {
    const desync = engine === undefined ? method : undefined;
    const all = [
      ...(engine === undefined ? [] : [engine]),
      ...hops.filter((hop, at) => hop.kind === 'proxy' || !isOverShape(hops, at, desync)),
      ...(last === undefined ? [] : [last]),
    ];
    // Nothing goes on over what carries Telegram alone.
    const end = all.findIndex(carriesOnlyTelegram);
    return {
      resolver: engine === undefined ? resolver : 'system',
      ...(desync && { desync }),
      hops: end < 0 ? all : all.slice(0, end + 1),
    };
  });

/** Whether what stands beneath a shape cuts the hello already. */
function isOverShape(hops: readonly Hop[], at: number, desync: unknown): boolean {
  return at === 0 ? desync !== undefined : hops[at - 1]?.kind === 'shape';
}
