import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { readHost, readPort } from './host.ts';

describe('A host', () => {
  test.each([
    ['example.com', 'example.com'],
    ['Example.COM.', 'example.com'],
    ['_dns.example', '_dns.example'],
    ['192.0.2.7', '192.0.2.7'],
    ['[2001:DB8:0:0:0:0:0:1]', '2001:db8::1'],
    ['[::ffff:192.0.2.7]', '192.0.2.7'],
    ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['МОСТ.example', 'xn--l1aeje.example'],
    ['xn--e1afmkfd.xn--p1ai', 'xn--e1afmkfd.xn--p1ai'],
  ])('%s is %s', (text, host) => {
    expect(readHost(text)).toBe(host);
  });

  test.each([
    '',
    '.',
    'a..b',
    '-a.example',
    'a-.example',
    'a b',
    'a/b',
    'user@host',
    '2001:db8::1',
    '[fe80::1%eth0]',
    '[192.0.2.7]',
    '[]',
    '127.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '192.0.2.256',
    '１２７.0.0.1',
    'example.com%00',
    'пример .рф',
    'a\u0000b',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}aa`,
  ])('%j is none', (text) => {
    expect(readHost(text)).toBeUndefined();
  });

  test('reads what it wrote as the same', () => {
    check(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.domain(), fc.webAuthority()), (text) => {
        const host = readHost(text);
        if (host === undefined) return;
        expect(host).toMatch(/^[\x21-\x7e]{1,253}$/);
        expect(readHost(host.includes(':') ? `[${host}]` : host)).toBe(host);
      }),
    );
  });
});

test('A port is 1 to 65535 in digits', () => {
  expect(['1', '0443', '65535'].map(readPort)).toEqual([1, 443, 65535]);
  for (const text of ['', '0', '65536', '-1', '+80', '8o', '1e3', '80 ', '٨٠']) {
    expect(readPort(text)).toBeUndefined();
  }
});
