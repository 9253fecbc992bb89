import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../../testing/fuzz.ts';
import { printExpression } from '../../expression.ts';
import { parseLinks } from '../link-list.ts';
import { unpackServerList } from './unpack.ts';

const UUID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const CLASH = `
mixed-port: 7890
proxies:
  - { name: "Сервер", type: ss, server: a.example, port: 8388, cipher: aes-256-gcm, password: 12345 }
  - name: t
    type: trojan
    server: b.example
    port: 443
    password: "p@ss word"
    sni: c.example
    network: ws
    ws-opts: { path: /way, headers: { Host: d.example } }
  - { name: v, type: vless, server: 2001:db8::1, port: 443, uuid: ${UUID}, tls: true, servername: e.example }
  - { name: s, type: socks5, server: f.example, port: 1080, username: u, password: p }
  - { name: h, type: http, server: g.example, port: 8443, tls: true }
proxy-groups:
  - { name: all, type: select, proxies: [t, v] }
`;

const read = (text: string) => parseLinks(text).links.map(({ expression }) => printExpression(expression));
const faults = (text: string) => parseLinks(text).faults.map(({ error }) => error);

describe('a list of servers', () => {
  test('of Clash is read', () => {
    expect(read(CLASH)).toEqual([
      'ss://aes-256-gcm:12345@a.example:8388',
      'trojan://p%40ss%20word@b.example:443?sni=c.example&type=ws&path=%2Fway&host=d.example',
      `vless://${UUID}@[2001:db8::1]:443?sni=e.example`,
      'socks5://u:p@f.example:1080',
      'https-proxy://g.example:8443',
    ]);
  });

  test('of sing-box is read, and what is no server in it passed over', () => {
    const outbounds = [
      { type: 'direct', tag: 'direct', server: 'x.example' },
      { type: 'selector', tag: 'all', outbounds: ['ss'] },
      { type: 'shadowsocks', server: 'a.example', server_port: 1, method: 'aes-128-gcm', password: 'p' },
      {
        ...{ type: 'trojan', server: 'b.example', server_port: 443, password: 'p' },
        ...{ tls: { enabled: true, server_name: 'c.example' } },
        ...{ transport: { type: 'ws', path: '/w', headers: { Host: ['d.example'] } } },
      },
    ];
    expect(read(JSON.stringify({ outbounds }, null, 2))).toEqual([
      'ss://aes-128-gcm:p@a.example:1',
      'trojan://p@b.example:443?sni=c.example&type=ws&path=%2Fw&host=d.example',
    ]);
  });

  test('by SIP008 is read', () => {
    const servers = [
      { id: '1', server: '192.0.2.1', server_port: 8388, password: 'p', method: 'aes-256-gcm' },
    ];
    expect(read(JSON.stringify({ version: 1, servers }))).toEqual(['ss://aes-256-gcm:p@192.0.2.1:8388']);
  });

  test('of links in base64 is read, broken into lines or not', () => {
    const links = ['socks5://a.example:1080', 'trojan://p@b.example:443', 'naive://a.example:1'].join('\n');
    const encoded = Buffer.from(links).toString('base64');
    for (const text of [encoded, encoded.replace(/.{20}/g, '$&\r\n')]) {
      expect(read(text)).toEqual(['socks5://a.example:1080', 'trojan://p@b.example:443']);
      expect(faults(text)).toEqual([{ code: 'unsupported-scheme', scheme: 'naive' }]);
    }
  });

  test.each([
    ['an unchecked certificate', 'type: trojan, password: p, skip-cert-verify: true', { code: 'insecure' }],
    [
      'half a fingerprint',
      "type: trojan, password: p, skip-cert-verify: true, fingerprint: 'AB:CD:EF:01:23:45'",
      { code: 'bad-pin' },
    ],
    ['a plug-in', 'type: ss, cipher: aes-256-gcm, password: p, plugin: obfs', { code: 'unsupported-option' }],
    [
      'Reality',
      `type: vless, uuid: ${UUID}, tls: true, reality-opts: { public-key: k }`,
      { code: 'unsupported-option' },
    ],
    ['no TLS', `type: vless, uuid: ${UUID}`, { code: 'unencrypted' }],
    ['another kind', 'type: hysteria, password: p', { code: 'unsupported-scheme', scheme: 'hysteria' }],
  ])('says what is wrong with %s', (_, said, error) => {
    const text = `proxies:\n  - { name: n, server: a.example, port: 443, ${said} }\n`;
    expect(parseLinks(text)).toEqual({ links: [], lists: [], faults: [{ line: 1, error }] });
  });

  test('names servers that an engine of others is needed for', () => {
    const key = 'Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA';
    const common = 'name: n, server: a.example, port: 443';
    const text = `proxies:
  - { ${common}, type: vmess, uuid: ${UUID}, alterId: 0, cipher: auto, tls: true, servername: b.example, network: ws, ws-opts: { path: /way } }
  - { ${common}, type: vless, uuid: ${UUID}, tls: true, servername: b.example, flow: xtls-rprx-vision, client-fingerprint: chrome, reality-opts: { public-key: ${key}, short-id: 0a1b } }
  - { ${common}, type: hysteria2, password: "p w", sni: b.example, obfs: salamander, obfs-password: x }
  - { ${common}, type: hysteria2, password: p, ports: 443/5000-6000 }
  - { ${common}, type: tuic, uuid: ${UUID}, password: p, congestion-controller: bbr, udp-relay-mode: quic }
`;
    expect(read(text)).toEqual([
      `vmess://${UUID}@a.example:443?security=tls&sni=b.example&type=ws&path=%2Fway`,
      `vless://${UUID}@a.example:443?security=reality&flow=xtls-rprx-vision&sni=b.example&fp=chrome&pbk=${key}&sid=0a1b`,
      'hysteria2://p%20w@a.example:443?sni=b.example&obfs=salamander&obfs-password=x',
      'hysteria2://p@a.example:443?mport=443%2C5000-6000',
      `tuic://${UUID}:p@a.example:443?congestion_control=bbr&udp_relay_mode=quic`,
    ]);
    const hops = {
      type: 'hysteria2',
      server: 'a.example',
      password: 'p',
      server_ports: ['443:443', '5000:6000'],
    };
    expect(read(JSON.stringify({ outbounds: [{ ...hops, server_port: 443 }] }))).toEqual([
      'hysteria2://p@a.example:443?mport=443%2C5000-6000',
    ]);
  });

  test('names servers that are known by a fingerprint', () => {
    const pin = 'ab'.repeat(32);
    const known = `server: a.example, port: 443, skip-cert-verify: true, fingerprint: '${'AB:'.repeat(31)}AB'`;
    const text = `proxies:
  - { type: trojan, password: p, ${known} }
  - { type: vless, uuid: ${UUID}, tls: true, ${known} }
  - { type: http, tls: true, username: u, password: p, ${known} }
  - { type: trojan, password: p, server: b.example, port: 443, fingerprint: chrome }
`;
    expect(read(text)).toEqual([
      `trojan://p@a.example:443?pin=${pin}`,
      `vless://${UUID}@a.example:443?pin=${pin}`,
      `https-proxy://u:p@a.example:443?pin=${pin}`,
      'trojan://p@b.example:443',
    ]);
  });

  test('names servers in HTTP of a newer kind than a web socket', () => {
    const key = 'Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA';
    const common = `name: n, server: a.example, port: 443, type: vless, uuid: ${UUID}, tls: true, servername: b.example`;
    const clash = `proxies:
  - { ${common}, network: grpc, grpc-opts: { grpc-service-name: way }, reality-opts: { public-key: ${key} } }
  - { ${common}, network: xhttp, xhttp-opts: { path: /way, host: c.example, mode: stream-up } }
`;
    expect(read(clash)).toEqual([
      `vless://${UUID}@a.example:443?security=reality&sni=b.example&pbk=${key}&type=grpc&serviceName=way`,
      `vless://${UUID}@a.example:443?security=tls&sni=b.example&type=xhttp&path=%2Fway&host=c.example&mode=stream-up`,
    ]);
    const server = { type: 'trojan', server: 'a.example', server_port: 443, password: 'p', tls: {} };
    const outbounds = [
      { ...server, transport: { type: 'grpc', service_name: 'way' } },
      { ...server, transport: { type: 'httpupgrade', path: '/way', host: 'c.example' } },
    ];
    expect(read(JSON.stringify({ outbounds }))).toEqual([
      'trojan://p@a.example:443?security=tls&type=grpc&serviceName=way',
      'trojan://p@a.example:443?security=tls&type=httpupgrade&path=%2Fway&host=c.example',
    ]);
  });

  test('that grows by references is not read', () => {
    expect(unpackServerList('a: &a [x, x]\nb: &b [*a, *a]\nproxies: [*b, *b]')).toBeUndefined();
  });

  test('may be any text', () => {
    const words = fc.constantFrom(
      'proxies:',
      'outbounds',
      'servers',
      '{',
      '}',
      '[',
      ']',
      '- ',
      ':',
      '\n',
      '  ',
      'type: ss',
      '"',
    );
    check(
      fc.property(
        fc.array(fc.oneof(words, fc.string()), { maxLength: 30 }),
        (parts) => void unpackServerList(parts.join('')),
      ),
    );
  });
});

describe('what Outline’s dynamic keys lead to', () => {
  const KEY = { server: 'a.example', server_port: 8388, method: 'aes-256-gcm', password: 'p' };
  const SERVER = 'ss://aes-256-gcm:p@a.example:8388';

  test.each([
    ['one server in JSON', JSON.stringify(KEY)],
    [
      'the same with its port by the other name',
      JSON.stringify({ ...KEY, server_port: undefined, port: 8388 }),
    ],
    ['a link in JSON', JSON.stringify({ accessKey: `${SERVER}/?outline=1#me` })],
    ['a link alone', `${SERVER}/?outline=1\n`],
  ])('is read: %s', (_, text) => {
    expect(read(text)).toEqual([SERVER]);
  });

  test('is refused by its name where it describes a transport, and where it asks for what we leave out', () => {
    const yaml =
      'transport:\n  $type: tcpudp\n  tcp:\n    $type: shadowsocks\n    endpoint: a.example:8388\n';
    expect(faults(yaml)).toEqual([{ code: 'unsupported-scheme', scheme: 'outline' }]);
    expect(faults(JSON.stringify({ ...KEY, plugin: 'obfs' }))).toEqual([{ code: 'unsupported-option' }]);
  });

  test('is read from any JSON without an error (N8)', () => {
    const word = fc.oneof(
      fc.constantFrom(...Object.values(KEY), `${SERVER}/?outline=1`),
      fc.jsonValue({ maxDepth: 1 }),
    );
    const names = fc.constantFrom(...Object.keys(KEY), 'accessKey', 'port', 'prefix', 'plugin', 'transport');
    check(
      fc.property(fc.dictionary(names, word, { maxKeys: 6 }), (key) => {
        for (const link of read(JSON.stringify(key))) expect(read(link)).toEqual([link]);
      }),
    );
  });

  test('keeps what a connection is to begin with', () => {
    expect(read(JSON.stringify({ ...KEY, prefix: '\u0016\u0003\u0001\u00a8' }))).toEqual([
      `${SERVER}?prefix=%16%03%01%C2%A8`,
    ]);
  });
});
