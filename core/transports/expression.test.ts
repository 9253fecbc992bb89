import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyExpression } from '../testing/expressions.ts';
import { check } from '../testing/fuzz.ts';
import { labelExpression, MAX_LENGTH, parseExpression, printExpression } from './expression.ts';

const canonical = (text: string): string => {
  const parsed = parseExpression(text);
  return parsed.ok ? printExpression(parsed.expression) : `${parsed.error.code} at ${parsed.error.at}`;
};

describe('An expression', () => {
  test.each([
    'system',
    'doh:quad9',
    'doh:quad9 | tlsfrag:sni',
    'tcp:google | tlsfrag:sni+tcpfrag:many,gap=rtt',
    'tlsfrag:sni | https-proxy://h.example:443',
    'https-proxy://h.example:443 | tlsfrag:sni',
    'socks5://user:pass@192.0.2.1:1080 | https-proxy://b.example:443',
    'socks4a://user@[2001:db8::1]:1080',
    'trojan://secret@a.example:443',
    'vless://b831381d-6324-4d53-ad4f-8cda48b30811@a.example:443?sni=b.example&type=ws&path=%2Fway&host=c.example',
    `vless://b831381d-6324-4d53-ad4f-8cda48b30811@a.example:443?type=ws&path=%2F&pin=${'ab'.repeat(32)}`,
    `https-proxy://h.example:443?pin=${'ab'.repeat(32)}%2C${'cd'.repeat(32)}`,
    'ss://aes-256-gcm:pass@a.example:8388',
    'doh:quad9 | tlsfrag:sni | telegram-ws',
    'doh:quad9 | telegram-ws:sni=cdn.example',
    'doh:quad9 | byedpi:disorder',
    'byedpi:oob',
    'dot:quad9 | byedpi:fake | telegram-ws',
    'byedpi:oob | trojan://secret@a.example:443 | tlsfrag:sni',
    'mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443',
    'ssh://me:pass@a.example:22',
    'ssh://me@a.example:22?key=b3BlbnNzaC1rZXktdjEAeA&passphrase=p%26q',
    'dot:quad9 | http-proxy://:only%20a%20password@a.example:8080 | tcpfrag:sni,gap=20ms | socks5://b.example:1',
  ])('%s is canonical', (text) => {
    expect(canonical(text)).toBe(text);
  });

  test.each([
    ['  system|tlsfrag:sni ', 'tlsfrag:sni'],
    ['system | byedpi:fake', 'byedpi:fake'],
    ['system | socks5://a.example:01080', 'socks5://a.example:1080'],
    ['SOCKS5://A.Example:1080', 'socks5://a.example:1080'],
    ['socks5://прокси.рф:1080', 'socks5://xn--h1adldfi.xn--p1ai:1080'],
    ['socks5://@a.example:1', 'socks5://a.example:1'],
    [`trojan://s@a.example:443?pin=${'AB:'.repeat(32)}`, `trojan://s@a.example:443?pin=${'ab'.repeat(32)}`],
    ['socks5://user:@a.example:1', 'socks5://user@a.example:1'],
    ['socks5://ю:a:b%40%7C@a.example:1', 'socks5://%D1%8E:a%3Ab%40%7C@a.example:1'],
  ])('%s becomes %s', (text, printed) => {
    expect(canonical(text)).toBe(printed);
  });

  test.each([
    ['', 'empty at 0'],
    [' \n', 'empty at 0'],
    ['doh:quad9 |', 'empty-element at 1'],
    ['| tlsfrag:sni', 'empty-element at 0'],
    ['tlsfrag', 'unknown-element at 0'],
    ['telegram-ws:sni=', 'unknown-element at 0'],
    ['telegram-ws:sni=192.0.2.1', 'unknown-element at 0'],
    ['telegram-ws:sni=Cdn.example', 'unknown-element at 0'],
    ['telegram-ws:sni=cdn.example | tlsfrag:sni', 'misplaced-gateway at 1'],
    ['doh:', 'unknown-element at 0'],
    ['doh:Quad9', 'unknown-element at 0'],
    ['socks5:a.example:1', 'unknown-element at 0'],
    ['doh:quad9 | vmess://a.example:1', 'unknown-element at 1'],
    ['tlsfrag:sni | doh:quad9', 'misplaced-resolver at 1'],
    ['system | system', 'misplaced-resolver at 1'],
    ['socks5://a.example:1 | system', 'misplaced-resolver at 1'],
    ['tlsfrag:sni | tcpfrag:sni', 'stacked-shapes at 1'],
    ['byedpi:', 'unknown-element at 0'],
    ['byedpi:split', 'unknown-element at 0'],
    ['BYEDPI:oob', 'unknown-element at 0'],
    ['byedpi:oob | doh:quad9', 'misplaced-resolver at 1'],
    ['doh:quad9 | byedpi:oob | tlsfrag:sni', 'stacked-shapes at 2'],
    ['tlsfrag:sni | byedpi:oob', 'misplaced-engine at 1'],
    ['socks5://a.example:1 | byedpi:oob', 'misplaced-engine at 1'],
    ['byedpi:oob | byedpi:fake', 'misplaced-engine at 1'],
    ['byedpi:oob | tor://direct', 'misplaced-engine at 1'],
    ['socks5://a.example', 'missing-port at 0'],
    ['socks5://a.example:', 'bad-port at 0'],
    ['socks5://a.example:0', 'bad-port at 0'],
    ['socks5://a.example:1/', 'bad-port at 0'],
    ['socks5://:1080', 'bad-host at 0'],
    ['socks5://a.example:1?sni=b.example', 'bad-carriage at 0'],
    ['trojan://secret@a.example:443?allowInsecure=1', 'bad-carriage at 0'],
    [`trojan://secret@a.example:443?pin=${'ab'.repeat(31)}`, 'bad-carriage at 0'],
    [`https-proxy://a.example:443?pin=${'ab'.repeat(32)}&sni=b.example`, 'bad-carriage at 0'],
    [`http-proxy://a.example:443?pin=${'ab'.repeat(32)}`, 'bad-carriage at 0'],
    ['trojan://secret@a.example:443?type=grpc', 'bad-credentials at 0'],
    ['trojan://secret@a.example:443?sni=a%20b', 'bad-carriage at 0'],
    ['trojan://secret@a.example:443?sni=a&sni=b', 'bad-encoding at 0'],
    ['vless://secret@a.example:443', 'bad-credentials at 0'],
    ['ssh://me@a.example:22', 'bad-credentials at 0'],
    ['ssh://me:pass@a.example:22?sni=b.example', 'bad-credentials at 0'],
    ['ssh://me:pass@a.example', 'missing-port at 0'],
    ['socks5://2001:db8::1:1080', 'bad-host at 0'],
    ['system | socks5://u:50%@a.example:1', 'bad-encoding at 1'],
    ['socks5://u:%ff@a.example:1', 'bad-encoding at 0'],
    ['socks5://u:p/q@a.example:1', 'bad-encoding at 0'],
    ['socks5://u:%00@a.example:1', 'bad-credentials at 0'],
    ['socks4a://u:p@a.example:1', 'bad-credentials at 0'],
    ['http-proxy://a%3Ab:c@a.example:1', 'bad-credentials at 0'],
    [`socks5://${'u'.repeat(256)}@a.example:1`, 'bad-credentials at 0'],
    [Array(9).fill('socks5://a.example:1').join('|'), 'too-many-elements at 8'],
    [`socks5://${'u'.repeat(MAX_LENGTH)}@a.example:1`, 'too-long at 0'],
    [
      Array(8)
        .fill(`socks5://${'ю'.repeat(120)}@a.example:1`)
        .join('|'),
      'too-long at 0',
    ],
  ])('%j is refused: %s', (text, error) => {
    expect(canonical(text)).toBe(error);
  });

  test('printed and parsed is the same expression (N13)', () => {
    check(
      fc.property(anyExpression, (expression) => {
        const text = printExpression(expression);
        const tooLong = { ok: false, error: { code: 'too-long', at: 0 } };
        expect(parseExpression(text)).toEqual(text.length > MAX_LENGTH ? tooLong : { ok: true, expression });
      }),
    );
  });

  test('parsed and printed is canonical, and whatever is typed is answered (N8)', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            '|',
            ' ',
            'system',
            'doh:quad9',
            'tlsfrag:sni',
            'byedpi:oob',
            'socks5://',
            'a.b:1',
            '@',
            '%41',
            ':',
          ),
        )
        .map((parts) => parts.join('')),
    );
    check(
      fc.property(anyText, (text) => {
        const once = parseExpression(text);
        if (once.ok) expect(parseExpression(printExpression(once.expression))).toEqual(once);
        else expect(once.error.code).toMatch(/^[a-z-]+$/);
      }),
    );
  });
});

describe('A label', () => {
  test('hides user names and passwords (N13)', () => {
    const parsed = parseExpression(
      'doh:quad9 | socks5://user:pass@192.0.2.1:1080 | http-proxy://b.example:80',
    );
    expect(parsed.ok && labelExpression(parsed.expression)).toBe(
      'doh:quad9 | socks5://•••@192.0.2.1:1080 | http-proxy://b.example:80',
    );
  });

  test('is the text without what stands before an @ or behind a question mark (N13)', () => {
    check(
      fc.property(anyExpression, (expression) => {
        const shown = printExpression(expression).replaceAll(/[^/ ]+@/g, '•••@');
        expect(labelExpression(expression)).toBe(shown.replaceAll(/\?\S*/g, ''));
      }),
    );
  });
});
