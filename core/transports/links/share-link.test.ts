import { describe, expect, test } from 'vitest';
import { printExpression } from '../expression.ts';
import { MAX_LINK_LENGTH, parseLink } from './share-link.ts';

/** What stands in an OpenSSH key file, and the file. */
const KEY_BODY = Buffer.from('openssh-key-v1\0 and what follows');
const KEY = KEY_BODY.toString('base64url');
const KEY_FILE = Buffer.from(
  `-----BEGIN OPENSSH PRIVATE KEY-----\r\n${KEY_BODY.toString('base64')}\r\n-----END OPENSSH PRIVATE KEY-----\r\n`,
);
const UUID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const PIN = 'ab'.repeat(32);
const SHOWN_PIN = `${'AB:'.repeat(31)}AB`;

/** The expression with what was assumed, or the error, as one line. */
const read = (text: string): string => {
  const result = parseLink(text);
  if (!result.ok) return [result.error.code, result.error.scheme].filter(Boolean).join(' ');
  return [printExpression(result.expression), ...result.assumed].join(' ; ');
};

describe('A link', () => {
  test.each([
    ['socks5://a.example:1080', 'socks5://a.example:1080'],
    ['socks5h://u:p@a.example:1080/', 'socks5://u:p@a.example:1080'],
    ['SOCKS://a.example:1080#my%20server', 'socks5://a.example:1080 ; socks5'],
    ['socks5://a.example', 'socks5://a.example:1080 ; port-1080'],
    ['socks4a://u@a.example:9050', 'socks4a://u@a.example:9050'],
    ['socks4://192.0.2.1:9050', 'socks4a://192.0.2.1:9050 ; socks4a'],
    ['http://u:p@a.example:8080', 'http-proxy://u:p@a.example:8080'],
    ['http://192.0.2.1:3128', 'http-proxy://192.0.2.1:3128'],
    ['https://u:p@a.example:443/', 'https-proxy://u:p@a.example:443'],
    ['socks5://u:p%40ss@[2001:db8::1]:1080', 'socks5://u:p%40ss@[2001:db8::1]:1080'],
    ['socks5://u:p@ss@a.example:1080', 'socks5://u:p%40ss@a.example:1080'],
    ['socks5://u:p/q#r?s@a.example:1080', 'socks5://u:p%2Fq%23r%3Fs@a.example:1080'],
    ['socks5://u:p|q@a.example:1080', 'socks5://u:p%7Cq@a.example:1080'],
    [
      'socks5://мост:ключ@прокси.рф:1080',
      'socks5://%D0%BC%D0%BE%D1%81%D1%82:%D0%BA%D0%BB%D1%8E%D1%87@xn--h1adldfi.xn--p1ai:1080',
    ],
    [
      'socks://dTpwOnE=@a.example:1080?remarks=x#y',
      'socks5://u:p%3Aq@a.example:1080 ; socks5 ; encoded-credentials',
    ],
    ['tg://socks?server=a.example&port=443&user=u&pass=p%26q', 'socks5://u:p%26q@a.example:443'],
    ['tg:socks?server=2001:db8::1&port=443', 'socks5://[2001:db8::1]:443'],
    [
      'tg://proxy?server=a.example&port=443&secret=000102030405060708090a0b0c0d0e0f',
      'mtproto://000102030405060708090a0b0c0d0e0f@a.example:443',
    ],
    [
      'https://t.me/proxy?server=2001:db8::1&port=8888&secret=DD000102030405060708090A0B0C0D0E0F',
      'mtproto://dd000102030405060708090a0b0c0d0e0f@[2001:db8::1]:8888',
    ],
    [
      'tg://proxy?server=192.0.2.1&port=443&secret=7vv7+/v7+/v7+/v7+/v7+/t3d3cuZXhhbXBsZS5vcmc=',
      'mtproto://eefbfbfbfbfbfbfbfbfbfbfbfbfbfbfbfb7777772e6578616d706c652e6f7267@192.0.2.1:443',
    ],
    [
      't.me/proxy?server=192.0.2.1&port=443&secret=+/v7+/v7+/v7+/v7+/v7+w%3D%3D',
      'mtproto://fbfbfbfbfbfbfbfbfbfbfbfbfbfbfbfb@192.0.2.1:443',
    ],
    ['https://t.me/socks?server=192.0.2.1&port=1080', 'socks5://192.0.2.1:1080'],
    ['t.me/socks?Server=a.example&Port=1080&user=a+b&pass=', 'socks5://a%20b@a.example:1080'],
    ['192.0.2.1:1080', 'socks5://192.0.2.1:1080 ; socks5'],
    ['[2001:db8::1]:1080', 'socks5://[2001:db8::1]:1080 ; socks5'],
    ['192.0.2.1:1080:user:pa:ss%', 'socks5://user:pa%3Ass%25@192.0.2.1:1080 ; socks5'],
    ['user:pa@ss@192.0.2.1:1080', 'socks5://user:pa%40ss@192.0.2.1:1080 ; socks5'],
    ['user:pass:a.example:1080', 'socks5://user:pass@a.example:1080 ; socks5'],
    ['a.example:1080@user:pass', 'socks5://user:pass@a.example:1080 ; socks5'],
    ['user:1234@a.example:1080', 'socks5://user:1234@a.example:1080 ; socks5'],
    ['a.example:1080:user:1234', 'socks5://user:1234@a.example:1080 ; socks5'],
    ['ss://YWVzLTI1Ni1nY206cGFzcw==@a.example:8388#name', 'ss://aes-256-gcm:pass@a.example:8388'],
    ['SS://YWVzLTI1Ni1nY206cGFzcw%3D%3D@192.0.2.1:8388/?outline=1', 'ss://aes-256-gcm:pass@192.0.2.1:8388'],
    ['ss://AES-128-GCM:p%40ss@a.example:8388', 'ss://aes-128-gcm:p%40ss@a.example:8388'],
    [
      'ss://Y2hhY2hhMjAtaWV0Zi1wb2x5MTMwNTpwQGE6c3NAMTkyLjAuMi4xOjg4ODg#x',
      'ss://chacha20-ietf-poly1305:p%40a%3Ass@192.0.2.1:8888',
    ],
    [
      'ss://2022-blake3-aes-256-gcm:YctPZ6U7xPPcU%2Bgp3u%2B0tx%2FtRizJN9K8y%2BuKlW2qjlI%3D@192.0.2.1:8888#name',
      'ss://2022-blake3-aes-256-gcm:YctPZ6U7xPPcU%2Bgp3u%2B0tx%2FtRizJN9K8y%2BuKlW2qjlI%3D@192.0.2.1:8888',
    ],
    [
      `ss://${Buffer.from('2022-blake3-aes-128-gcm:AAECAwQFBgcICQoLDA0ODw==').toString('base64url')}@a.example:1`,
      'ss://2022-blake3-aes-128-gcm:AAECAwQFBgcICQoLDA0ODw%3D%3D@a.example:1',
    ],
    ['ssh://me:p%40ss@a.example:2222/#From%20a%20friend', 'ssh://me:p%40ss@a.example:2222'],
    ['SSH://me:pass@[2001:db8::1]?name=x', 'ssh://me:pass@[2001:db8::1]:22 ; port-22'],
    [`ssh://me@a.example:22?key=${KEY}`, `ssh://me@a.example:22?key=${KEY}`],
    ['ssh://me@a.example?agent=1#name', 'ssh://me@a.example:22?agent=1 ; port-22'],
    [
      `ssh://me@a.example:22?passphrase=p%26q&key=${KEY_FILE.toString('base64')}`,
      `ssh://me@a.example:22?key=${KEY}&passphrase=p%26q`,
    ],
    ['trojan://pa%3Ass@a.example:443#name', 'trojan://pa%3Ass@a.example:443'],
    ['trojan://pa:ss@a.example:443?peer=b.example&fp=chrome', 'trojan://pa%3Ass@a.example:443?sni=b.example'],
    [
      `vless://${UUID.toUpperCase()}@192.0.2.1:8443?encryption=none&security=tls&sni=b.example&fp=chrome&type=ws&host=c.example&path=%2Fway%3Fed%3D2048#%D0%9C`,
      `vless://${UUID}@192.0.2.1:8443?sni=b.example&type=ws&path=%2Fway&host=c.example`,
    ],
    [`vless://${UUID}@a.example:443?security=tls&type=ws`, `vless://${UUID}@a.example:443?type=ws&path=%2F`],
    [`trojan://p@a.example:443?allowInsecure=1&pcs=${PIN}#n`, `trojan://p@a.example:443?pin=${PIN}`],
    [
      `vless://${UUID}@a.example:443?security=tls&sni=b.example&pcs=${encodeURIComponent(SHOWN_PIN)}`,
      `vless://${UUID}@a.example:443?sni=b.example&pin=${PIN}`,
    ],
    [
      `trojan://p@a.example:443?pinSHA256=${PIN}~${'0f'.repeat(32)}&insecure=1`,
      `trojan://p@a.example:443?pin=${'0f'.repeat(32)}%2C${PIN}`,
    ],
    [
      `vless://${UUID}@a.example:443?security=tls&sni=front.example&vcn=Own.Example`,
      `vless://${UUID}@a.example:443?sni=front.example&vcn=own.example`,
    ],
    [`https://u:p@a.example:443/?pcs=${PIN}&insecure=1`, `https-proxy://u:p@a.example:443?pin=${PIN}`],
    ['doh:quad9 | tlsfrag:sni', 'doh:quad9 | tlsfrag:sni'],
    [
      'socks5://a.example:1080 | https-proxy://u:p@b.example:443',
      'socks5://a.example:1080 | https-proxy://u:p@b.example:443',
    ],
    ['https-proxy://b.example:443', 'https-proxy://b.example:443'],
  ])('%s is read as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['', 'empty'],
    [' "\u200b" \n', 'empty'],
    ['hello', 'not-a-link'],
    ['Use my server, it is good', 'not-a-link'],
    ['a.example', 'missing-port'],
    ['192.0.2.1', 'missing-port'],
    ['a.example:99999', 'bad-port'],
    ['192.0.2.999:1080', 'bad-host'],
    ['a.example:80:b.example:81', 'ambiguous'],
    ['socks5://a.example:1080#b@c.example:81', 'ambiguous'],
    ['socks5://u:50%off@a.example:1080', 'bad-encoding'],
    ['socks5://a b:1080', 'bad-host'],
    ['socks5://a.example:port', 'bad-port'],
    ['socks5://a.example:1080?tls=1', 'unsupported-option'],
    ['socks4://u:p@a.example:1080', 'bad-credentials'],
    ['https://example.com', 'web-page'],
    ['https://example.com/guide?x=1', 'web-page'],
    ['https://example.com:8443/@someone:80', 'ambiguous'],
    ['https://t.me/somebody', 'web-page'],
    ['http://u:p@a.example', 'missing-port'],
    ['tg://socks?port=443', 'bad-host'],
    ['tg://socks?server=a.example', 'missing-port'],
    ['tg://socks?server=a.example&port=443&pass=%zz', 'bad-encoding'],
    ['tg://resolve?domain=x', 'unknown-scheme tg'],
    ['tg://proxy?server=a.example&port=443&secret=ee00', 'bad-secret'],
    ['https://t.me/proxy?server=a.example&port=443', 'bad-secret'],
    ['tg://proxy?port=443&secret=000102030405060708090a0b0c0d0e0f', 'bad-host'],
    ['https://t.me/proxy?server=a.example&port=x&secret=000102030405060708090a0b0c0d0e0f', 'bad-port'],
    ['mtproto://000102030405060708090a0b0c0d0e0f@a.example:443 | tlsfrag:sni', 'misplaced-gateway'],
    ['ss://YWVzLTI1Ni1jZmI6cGFzcw==@a.example:8388#name', 'unsupported-cipher'],
    ['ss://YWVzLTI1Ni1nY206cGFzcw==@a.example:8388/?plugin=obfs-local', 'unsupported-option'],
    ['ss://YWVzLTI1Ni1nY206cGFzcw==@a.example', 'missing-port'],
    ['ss://YWVzLTI1Ni1nY206@a.example:8388', 'bad-credentials'],
    ['ss://%zz@a.example:8388', 'bad-encoding'],
    ['ss://anything', 'bad-encoding'],
    ['vless://uuid@a.example:443?security=reality#name', 'bad-credentials'],
    [`vless://${UUID}@a.example:443?security=none`, 'unencrypted'],
    [`vless://${UUID}@a.example:443?security=tls&type=kcp`, 'unsupported-option'],
    [`trojan://secret@a.example:443?flow=xtls-rprx-direct`, 'unsupported-scheme trojan tls'],
    ['vless://nobody@a.example:443?security=tls', 'bad-credentials'],
    ['trojan://pass@a.example:443?allowInsecure=1', 'insecure'],
    ['trojan://pass@a.example:443?vcn=a.example%2Cb.example', 'unsupported-option'],
    ['trojan://pass@a.example:443?vcn=a%20b', 'bad-carriage'],
    ['trojan://pass@a.example:443?allowInsecure=1&pcs=', 'insecure'],
    ['trojan://pass@a.example:443?allowInsecure=1&pcs=deadbeef', 'bad-pin'],
    [`trojan://pass@a.example:443?pcs=${PIN}&pinSHA256=q6ur`, 'bad-pin'],
    ['https://u:p@a.example:443?allowInsecure=1', 'insecure'],
    ['http://u:p@a.example:80?allowInsecure=1', 'unsupported-option'],
    ['trojan://@a.example:443', 'bad-credentials'],
    ['trojan://pass@a.example', 'missing-port'],
    ['trojan://p%zz@a.example:443', 'bad-encoding'],
    ['ss://2022-blake3-aes-256-gcm:AAECAwQFBgcICQoLDA0ODw%3D%3D@a.example:1', 'bad-credentials'],
    ['ss://2022-blake3-aes-128-gcm:AAECAwQFBgcICQoLDA0ODw%3D%3D:AA%3D%3D@a.example:1', 'unsupported-option'],
    ['ss://2022-blake3-chacha20-poly1305:AA%3D%3D@a.example:1', 'unsupported-cipher'],
    ['ssh://a.example:22', 'bad-credentials'],
    ['ssh://me@a.example:22', 'bad-credentials'],
    ['ssh://:pass@a.example:22', 'bad-credentials'],
    ['ssh://me@a.example:22?key=bm90IGEga2V5', 'bad-credentials'],
    ['ssh://me@a.example:22?agent=0', 'bad-credentials'],
    [`ssh://me@a.example:22?agent=1&key=${KEY}`, 'bad-credentials'],
    ['ssh://me:pass@a.example:22?passphrase=x', 'bad-credentials'],
    [`ssh://me@a.example:22?key=${KEY}&passphrase=`, 'bad-credentials'],
    ['ssh://me:pass@a.example:22?proxycommand=nc', 'unsupported-option'],
    ['ssh://me:p%zz@a.example:22', 'bad-encoding'],
    ['ssh://me:pass@:22', 'bad-host'],
    ['sftp://me:pass@a.example:22', 'unsupported-scheme sftp'],
    ['SSR://eyJ2IjoiMiJ9', 'unsupported-scheme ssr'],
    ['hysteria://pass@a.example:443/', 'unsupported-scheme hysteria'],
    ['ssr://uuid@a.example:443\nss://x@b.example:1', 'unsupported-scheme ssr'],
    ['Bridge obfs3 192.0.2.1:443 FINGERPRINT', 'unsupported-scheme obfs3'],
    ['[Interface]\nPrivateKey = x', 'bad-host'],
    ['gopher://a.example:70', 'unknown-scheme gopher'],
    ['192.0.2.1:1080\n192.0.2.2:1080', 'several-links'],
    ['socks5://a.example:1080\n5 left', 'several-links'],
    ['tlsfrag:sni | doh:quad9', 'misplaced-resolver'],
    ['socks5://a.example:1 | nothing', 'unknown-element'],
    ['x'.repeat(MAX_LINK_LENGTH + 1), 'too-long'],
  ])('%j is refused: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    '  socks5://u:p@a.example:1080\r\n',
    '"socks5://u:p@a.example:1080"',
    '<socks5://u:p@a.example:1080>',
    '«socks5://u:p@a.example:1080»',
    '`socks5://u:p@a.example:1080`',
    ' “ <socks5://u:p@a.example:1080> ” ',
    'socks5://\u200bu:p@a.exa\u00admple:1080\u2060',
    '\ufeffsocks5://u:p@a.example:1080\u00a0',
    'socks5://u:p@a.example:\n  1080',
    'socks5://u:p\r\n@a.example:1080',
  ])('%j is found in its wrapping', (text) => {
    expect(read(text)).toBe('socks5://u:p@a.example:1080');
  });

  test('of nothing but brackets, quotes or separators is answered quickly', () => {
    for (const piece of ['"', '(', '@', ':', '|', 'a:1@', 'a@/', 'п.', '\n']) {
      const text = piece.repeat(Math.floor(MAX_LINK_LENGTH / piece.length));
      expect(parseLink(text).ok).toBe(false);
      expect(parseLink(`socks5://${text.slice(9)}`).ok).toBe(false);
    }
  });
});
