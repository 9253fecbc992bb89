import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { printExpression } from '../expression.ts';
import { readXhttpExtra } from '../xhttp-extra.ts';
import { parseLink } from './share-link.ts';

const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const PUBLIC = 'Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA';
const AT = `${ID}@a.example:443`;
const REALITY = `security=reality&sni=b.example&pbk=${PUBLIC}`;
const ENCRYPTION = `mlkem768x25519plus.native.0rtt.${PUBLIC}`;

/** The text it is kept as, or why it is refused. */
const read = (text: string) => {
  const result = parseLink(text);
  return result.ok ? printExpression(result.expression) : result.error.code;
};
const share = (more: Record<string, unknown>) =>
  `vmess://${Buffer.from(JSON.stringify({ v: '2', ps: 'Имя', add: 'a.example', port: 443, id: ID, aid: 0, ...more })).toString('base64')}`;

describe('a link that asks for what only Xray carries', () => {
  test.each(['__proto__', 'constructor', 'toString'])('and names an option %s is refused', (name) => {
    expect(read(`vless://${AT}?encryption=${ENCRYPTION}&${name}=x`)).toBe('unsupported-option');
    expect(read(`hysteria2://secret@a.example:443?${name}=x`)).toBe('unsupported-option');
  });

  test.each([
    [
      `vless://${AT}?type=grpc&encryption=none&serviceName=way&authority=&mode=gun&${REALITY}&fp=chrome&sid=0a1b&spx=%2Fa#name`,
      `vless://${AT}?security=reality&sni=b.example&fp=chrome&pbk=${PUBLIC}&sid=0a1b&spx=%2Fa&type=grpc&serviceName=way`,
    ],
    [
      `vless://${AT}?type=xhttp&path=%2Fway&host=&mode=auto&${REALITY}&fp=randomized&allowInsecure=1`,
      `vless://${AT}?${REALITY}&type=xhttp&path=%2Fway`,
    ],
    [
      `vless://${AT}?type=splithttp&security=tls&host=c.example&path=way&mode=packet-up&alpn=h3&insecure=0&headerType=none`,
      `vless://${AT}?security=tls&type=xhttp&path=%2Fway&host=c.example&mode=packet-up&alpn=h3`,
    ],
    [
      `vless://${AT}?type=xhttp&security=tls&extra=${encodeURIComponent('{ "xmux": {"maxConcurrency": "4-8"}, "headers": {} }')}`,
      `vless://${AT}?security=tls&type=xhttp&extra=${encodeURIComponent('{"headers":{},"xmux":{"maxConcurrency":"4-8"}}')}`,
    ],
    [
      `vless://${AT}?type=httpupgrade&security=tls&path=%2Fway%3Fed%3D2560&host=c.example&fp=firefox`,
      `vless://${AT}?security=tls&fp=firefox&type=httpupgrade&path=%2Fway%3Fed%3D2560&host=c.example`,
    ],
    [
      `vless://${AT}?type=tcp&security=none&encryption=${ENCRYPTION}&flow=xtls-rprx-vision-udp443`,
      `vless://${AT}?encryption=${ENCRYPTION}&flow=xtls-rprx-vision`,
    ],
    [
      `vless://${AT}?encryption=${ENCRYPTION}&${REALITY}`,
      `vless://${AT}?encryption=${ENCRYPTION}&${REALITY}`,
    ],
    [
      'trojan://p%40ss@a.example:443?type=grpc&serviceName=way&sni=b.example',
      'trojan://p%40ss@a.example:443?security=tls&sni=b.example&type=grpc&serviceName=way',
    ],
    [`trojan://secret@a.example:443?type=tcp&${REALITY}`, `trojan://secret@a.example:443?${REALITY}`],
    [
      `vmess://${AT}?encryption=auto&type=httpupgrade&path=%2Fway`,
      `vmess://${AT}?type=httpupgrade&path=%2Fway`,
    ],
    [`vless://${AT}?type=grpc&serviceName=way`, 'unencrypted'],
    [`vless://${AT}?type=xhttp&security=tls&allowInsecure=1`, 'insecure'],
    [`vless://${AT}?type=xhttp&security=tls&extra=nonsense`, 'unsupported-option'],
    [
      `vless://${AT}?type=xhttp&security=tls&extra=${encodeURIComponent('{"downloadSettings":{"address":"c.example"}}')}`,
      'unsupported-option',
    ],
    [`vless://${AT}?type=xhttp&security=tls&mode=other`, 'unsupported-option'],
    [`vless://${AT}?type=xhttp&security=tls&ech=c.example`, 'unsupported-option'],
    [`vless://${AT}?type=httpupgrade&${REALITY}`, 'unsupported-option'],
    [`vless://${AT}?type=ws&security=tls&encryption=${ENCRYPTION}`, 'unsupported-option'],
    [`vless://${AT}?type=kcp&security=tls`, 'unsupported-option'],
    [`vless://${AT}?type=xhttp&security=tls&flow=xtls-rprx-vision`, 'unsupported-option'],
    [`vless://${AT}?encryption=mlkem768x25519plus.loud.0rtt.${PUBLIC}`, 'unsupported-option'],
    [`vless://${AT}?type=grpc&security=reality&sni=b.example`, 'bad-credentials'],
    ['trojan://secret@a.example:443?type=grpc&security=none', 'unencrypted'],
    ['trojan://@a.example:443?type=grpc', 'bad-credentials'],
    ['trojan://%@a.example:443?type=grpc', 'bad-encoding'],
  ])('%s: %s', (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    [
      { net: 'grpc', type: 'multi', path: 'way', authority: '', tls: 'tls', sni: 'b.example' },
      `vmess://${AT}?security=tls&sni=b.example&type=grpc&mode=multi&serviceName=way`,
    ],
    [
      { net: 'xhttp', type: 'none', path: '/way', mode: 'auto', tls: 'tls', host: 'b.example', scy: 'zero' },
      `vmess://${AT}?cipher=zero&security=tls&type=xhttp&path=%2Fway&host=b.example`,
    ],
    [{ net: 'httpupgrade', path: '/way', tls: '' }, `vmess://${AT}?type=httpupgrade&path=%2Fway`],
    [{ net: 'grpc', path: 'way', scy: 'none' }, 'unencrypted'],
    [{ net: 'xhttp', tls: 'tls', allowInsecure: true }, 'insecure'],
  ])('as v2rayN shares VMess, %j: %s', (more, expected) => expect(read(share(more))).toBe(expected));
});

test('no text makes a reader of such links throw, and what is read prints and is read back', () => {
  const scheme = fc.constantFrom(`vless://${AT}?`, `vmess://${AT}?`, 'trojan://secret@a.example:443?');
  const option = fc.oneof(
    fc.constantFrom('type=grpc', 'type=xhttp', 'type=httpupgrade', 'type=ws', 'type=tcp', 'security=tls'),
    fc.constantFrom(REALITY, 'security=none', 'encryption=none', `encryption=${ENCRYPTION}`, 'fp=chrome'),
    fc.constantFrom('path=way', 'host=b.example', 'mode=multi', 'mode=stream-up', 'serviceName=way'),
    fc.constantFrom('alpn=h3', 'authority=b.example', 'flow=xtls-rprx-vision', 'spx=%2Fa', 'pcs=ab'),
    fc.json().map((text) => `extra=${encodeURIComponent(text)}`),
    fc.string(),
  );
  check(
    fc.property(scheme, fc.uniqueArray(option, { maxLength: 7 }), (start, options) => {
      const result = parseLink(start + options.join('&'));
      if (result.ok)
        expect(parseLink(printExpression(result.expression))).toMatchObject({
          ok: true,
          expression: result.expression,
        });
    }),
  );
});

test('what is read of XHTTP’s extra options reads as itself, and names no second server', () => {
  const scalar = fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 20 }));
  const names = fc.constantFrom(
    'noGRPCHeader',
    'xPaddingBytes',
    'scMaxEachPostBytes',
    'downloadSettings',
    '_',
  );
  const extra = fc.oneof(
    fc.dictionary(names, fc.oneof(scalar, fc.dictionary(fc.string(), scalar))),
    fc.record({ xmux: fc.dictionary(names, scalar), headers: fc.dictionary(fc.string(), fc.string()) }),
  );
  check(
    fc.property(
      fc.oneof(
        extra.map((tree) => JSON.stringify(tree)),
        fc.string(),
      ),
      (text) => {
        const kept = readXhttpExtra(text);
        if (kept === undefined) return;
        expect(readXhttpExtra(kept)).toBe(kept);
        expect(kept).not.toMatch(/"downloadSettings":\{/);
      },
    ),
  );
});
