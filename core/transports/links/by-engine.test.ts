import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { parseExpression, printExpression } from '../expression.ts';
import { parseLinks } from './link-list.ts';
import { parseLink } from './share-link.ts';

const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const PUBLIC = 'Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA';

const PIN = 'ab'.repeat(32);

/** The text it is kept as, or why it is refused. */
const read = (text: string) => {
  const result = parseLink(text);
  return result.ok ? printExpression(result.expression) : result.error.code;
};
const share = (more: Record<string, unknown>) =>
  `vmess://${Buffer.from(JSON.stringify({ v: '2', ps: 'Имя', add: 'a.example', port: '443', id: ID, aid: '0', ...more })).toString('base64')}`;

describe('a VMess link', () => {
  test.each([
    [{}, `vmess://${ID}@a.example:443`],
    [{ port: 443, aid: 0, scy: 'auto', net: 'tcp', type: 'none', tls: '' }, `vmess://${ID}@a.example:443`],
    [{ add: '2001:db8::7', scy: 'aes-128-gcm' }, `vmess://${ID}@[2001:db8::7]:443?cipher=aes-128-gcm`],
    [
      { net: 'ws', tls: 'tls', host: 'b.example', path: 'way?ed=2048', fp: 'chrome', alpn: 'h2' },
      `vmess://${ID}@a.example:443?security=tls&sni=b.example&type=ws&path=%2Fway&host=b.example`,
    ],
    [
      { tls: 'tls', sni: 'c.example', scy: 'zero' },
      `vmess://${ID}@a.example:443?cipher=zero&security=tls&sni=c.example`,
    ],
    [{ scy: 'none' }, 'unencrypted'],
    [{ tls: 'tls', allowInsecure: true }, 'insecure'],
    [{ tls: 'tls', insecure: '1', pcs: PIN }, `vmess://${ID}@a.example:443?security=tls&pin=${PIN}`],
    [{ tls: 'tls', insecure: '1', pcs: 'x' }, 'bad-pin'],
    // Without TLS there is no certificate.
    [{ insecure: '1', pcs: PIN }, `vmess://${ID}@a.example:443`],
    [{ aid: 64 }, 'unsupported-option'],
    [{ net: 'kcp' }, 'unsupported-option'],
    [{ type: 'http' }, 'unsupported-option'],
    [{ scy: 'rc4' }, 'unsupported-option'],
    [{ id: 'me' }, 'bad-credentials'],
    [{ port: undefined }, 'missing-port'],
    [{ port: 'x' }, 'bad-port'],
    [{ add: '' }, 'bad-host'],
    [{ add: ['a'] }, 'bad-encoding'],
  ])('as v2rayN shares it, %j: %s', (more, expected) => expect(read(share(more))).toBe(expected));

  test.each([
    [`vmess://${ID}@a.example:443?encryption=auto&security=none#name`, `vmess://${ID}@a.example:443`],
    [
      `vmess://${ID}@a.example:443/?type=ws&security=tls&path=%2Fway&sni=b.example&fp=chrome#name`,
      `vmess://${ID}@a.example:443?security=tls&sni=b.example&type=ws&path=%2Fway`,
    ],
    [`vmess://${ID}@a.example:443?type=kcp`, 'unsupported-option'],
    [`vmess://${ID}@a.example:443?security=tls&allowInsecure=1`, 'insecure'],
    [`vmess://${ID}@a.example:443?alterId=32`, 'unsupported-option'],
    ['vmess://eyJ2IjoiMiJ9', 'bad-host'],
    ['vmess://nonsense!', 'bad-encoding'],
  ])('as Xray shares it, %s: %s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('links that an engine of others is needed for', () => {
  test.each([
    [
      `vless://${ID}@a.example:443?encryption=none&security=reality&type=tcp&flow=xtls-rprx-vision&sni=b.example&fp=chrome&pbk=${PUBLIC}&sid=0a1B&spx=%2F#name`,
      `vless://${ID}@a.example:443?security=reality&flow=xtls-rprx-vision&sni=b.example&fp=chrome&pbk=${PUBLIC}&sid=0a1B`,
    ],
    [
      `vless://${ID}@a.example:443?security=tls&flow=xtls-rprx-vision&sni=b.example&alpn=h2`,
      `vless://${ID}@a.example:443?security=tls&flow=xtls-rprx-vision&sni=b.example`,
    ],
    [`vless://${ID}@a.example:443?security=reality&sni=b.example`, 'bad-credentials'],
    [`vless://${ID}@a.example:443?security=reality&sni=b.example&pbk=short`, 'unsupported-option'],
    [
      `vless://${ID}@a.example:443?security=reality&sni=b.example&pbk=${PUBLIC}&type=kcp`,
      'unsupported-option',
    ],
    [
      `hysteria2://user:p%40ss@a.example:443/?sni=b.example&obfs=salamander&obfs-password=x%20y&pinSHA256=${PIN}&insecure=0#n`,
      'hysteria2://user%3Ap%40ss@a.example:443?sni=b.example&obfs=salamander&obfs-password=x%20y',
    ],
    ['hy2://secret@a.example:443', 'hysteria2://secret@a.example:443'],
    ['hysteria2://secret@a.example:443?insecure=1', 'insecure'],
    [`hysteria2://secret@a.example:443?insecure=1&pinSHA256=${PIN}`, 'unsupported-pin'],
    ['hysteria2://secret@a.example:443?insecure=1&pinSHA256=deadbeef', 'bad-pin'],
    [`tuic://${ID}:secret@a.example:443?allow_insecure=1&pinSHA256=${PIN}`, 'unsupported-pin'],
    [
      `vless://${ID}@a.example:443?security=tls&flow=xtls-rprx-vision&allowInsecure=1&pcs=${PIN.toUpperCase()}`,
      `vless://${ID}@a.example:443?security=tls&flow=xtls-rprx-vision&pin=${PIN}`,
    ],
    // It is known by a key of its own, and shows somebody else's certificate.
    [
      `vless://${ID}@a.example:443?security=reality&sni=b.example&pbk=${PUBLIC}&allowInsecure=1`,
      `vless://${ID}@a.example:443?security=reality&sni=b.example&pbk=${PUBLIC}`,
    ],
    ['hysteria2://secret@a.example/?sni=b.example', 'hysteria2://secret@a.example:443?sni=b.example'],
    ['hysteria2://secret@a.example:many', 'bad-port'],
    ['hy2://secret@a.example?security=tls&fp=chrome', 'hysteria2://secret@a.example:443'],
    [
      'hysteria2://secret@a.example:20000-50000/?sni=b.example',
      'hysteria2://secret@a.example:20000?sni=b.example&mport=20000-50000',
    ],
    [
      'hysteria2://secret@a.example:123,5000-6000,7000-7000',
      'hysteria2://secret@a.example:123?mport=123%2C5000-6000%2C7000',
    ],
    [
      'hysteria2://secret@[2001:db8::7]:443?mport=5000-6000&mportHopInt=30',
      'hysteria2://secret@[2001:db8::7]:443?mport=5000-6000',
    ],
    ['hysteria2://secret@a.example:443?mport=6000-5000', 'unsupported-option'],
    ['hysteria2://secret@a.example:443?mport=all', 'unsupported-option'],
    ['hysteria2://secret@a.example:0-5', 'bad-port'],
    ['hysteria2://secret@a.example:443?obfs=gecko&obfs-password=x', 'unsupported-option'],
    ['hysteria2://secret@a.example:443?obfs=salamander', 'unsupported-option'],
    ['hysteria2://a.example:443', 'bad-credentials'],
    [
      `tuic://${ID}:secret@a.example:443?congestion_control=bbr&udp_relay_mode=native&alpn=h3&sni=b.example`,
      `tuic://${ID}:secret@a.example:443?sni=b.example&congestion_control=bbr`,
    ],
    [
      `tuic://${ID}:secret@a.example:443?udp_relay_mode=quic&alpn=h3%2Cspdy%2F3.1&security=tls`,
      `tuic://${ID}:secret@a.example:443?udp_relay_mode=quic`,
    ],
    [`tuic://${ID}:secret@a.example:443?alpn=h2`, 'unsupported-option'],
    [`tuic://${ID}:secret@a.example:443?disable_sni=1`, 'unsupported-option'],
    [`tuic://${ID}:secret@a.example:443?allow_insecure=1`, 'insecure'],
    [`tuic://${ID}@a.example:443`, 'bad-credentials'],
    [
      `wireguard://${encodeURIComponent(KEY)}@a.example:51820?publickey=${encodeURIComponent(KEY)}&address=10.0.0.2%2F32%2Cfd00%3A%3A2&mtu=1280&reserved=1%2C2%2C3#n`,
      `wireguard://${encodeURIComponent(KEY)}@a.example:51820?publickey=${encodeURIComponent(KEY)}&address=10.0.0.2%2F32%2Cfd00%3A%3A2%2F128&mtu=1280&reserved=1%2C2%2C3`,
    ],
    [`wg://${encodeURIComponent(KEY)}@a.example:51820`, 'bad-credentials'],
    [`doh:quad9 | hysteria2://secret@a.example:443`, 'misplaced-engine'],
    [`hysteria2://secret@a.example:443 | telegram-ws`, 'hysteria2://secret@a.example:443 | telegram-ws'],
  ])('%s is kept as %s', (text, expected) => expect(read(text)).toBe(expected));

  test('show nothing but the kind and the address', () => {
    const parsed = parseExpression(`tuic://${ID}:secret@a.example:443?sni=b.example`);
    expect(parsed.ok).toBe(true);
    const { links } = parseLinks(`tuic://${ID}:secret@a.example:443?sni=b.example and hy2://x@b.example:1`);
    expect(links.map(({ expression }) => printExpression(expression).split('://')[0])).toEqual([
      'tuic',
      'hysteria2',
    ]);
  });
});

describe('a WireGuard file', () => {
  const file = [
    '[Interface]',
    `PrivateKey = ${KEY}`,
    'Address = 10.0.0.2/32',
    'Address = fd00::2/128 # the other one',
    'DNS = 1.1.1.1, home.example',
    'PostUp = rm -rf /',
    '',
    '[Peer]',
    `PublicKey = ${KEY}`,
    'AllowedIPs = 0.0.0.0/0, ::/0',
    'Endpoint = a.example:51820',
    'PersistentKeepalive = 25',
  ];
  const kept = `wireguard://${encodeURIComponent(KEY)}@a.example:51820?publickey=${encodeURIComponent(KEY)}&address=10.0.0.2%2F32%2Cfd00%3A%3A2%2F128&keepalive=25&dns=1.1.1.1`;

  test('is one way, and what it would have run is not even read', () => {
    expect(read(file.join('\n'))).toBe(kept);
    expect(parseLinks(file.join('\r\n')).links.length).toBe(1);
  });

  test('whose names are looked up nowhere in particular is the same way', () => {
    const rest = file.filter((line) => !line.startsWith('DNS'));
    expect(read([...rest.slice(0, 4), 'DNS = home.example', ...rest.slice(4)].join('\n'))).toBe(
      read(rest.join('\n')),
    );
  });

  test('of AmneziaWG, or with two peers, is refused', () => {
    expect(parseLink([...file.slice(0, 3), 'Jc = 4', ...file.slice(3)].join('\n'))).toEqual({
      ok: false,
      error: { code: 'unsupported-scheme', scheme: 'awg' },
    });
    expect(read([...file, ...file.slice(7)].join('\n'))).toBe('unsupported-option');
  });

  test('without its keys or its address is refused', () => {
    for (const [gone, code] of [
      ['PrivateKey', 'bad-credentials'],
      ['PublicKey', 'bad-credentials'],
      ['Endpoint', 'bad-host'],
    ] as const)
      expect(read(file.filter((line) => !line.startsWith(gone)).join('\n'))).toBe(code);
  });
});

test('no text makes a reader of such links throw, and what is read prints and is read back', () => {
  const part = fc.oneof(
    fc.constantFrom('vmess://', 'vless://', 'hysteria2://', 'hy2://', 'tuic://', 'wireguard://', 'wg://'),
    fc.constantFrom(
      ID,
      `${ID}:secret`,
      encodeURIComponent(KEY),
      'secret',
      '@',
      'a.example:443',
      '[::1]:1',
      '?',
      '&',
      '#',
    ),
    fc.constantFrom(
      'security=reality',
      'security=tls',
      'flow=xtls-rprx-vision',
      `pbk=${PUBLIC}`,
      'sni=b.example',
    ),
    fc.constantFrom(
      `publickey=${encodeURIComponent(KEY)}`,
      'address=10.0.0.2',
      'type=ws',
      'obfs=salamander',
      'alpn=h3',
    ),
    fc.constantFrom('mport=443,5000-6000', 'dns=1.1.1.1,a', 'udp_relay_mode=quic', ':20000-50000', ':1,2-3'),
    fc.constantFrom('[Interface]\n', '[Peer]\n', `PrivateKey=${KEY}\n`, 'Endpoint=a.example:1\n', '='),
    fc.base64String(),
    fc.string(),
  );
  const made = fc
    .record({ add: fc.string(), port: fc.anything(), id: fc.constantFrom(ID, ''), net: fc.string() })
    .map(share);
  check(
    fc.property(
      fc.oneof(
        fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
        made,
      ),
      (text) => {
        const result = parseLink(text);
        if (result.ok)
          expect(parseLink(printExpression(result.expression))).toMatchObject({
            ok: true,
            expression: result.expression,
          });
      },
    ),
  );
});
