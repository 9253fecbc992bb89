import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { parseLinks } from './link-list.ts';
import { listHost, readListLink } from './list-link.ts';

const SUB = 'https://sub.example.com/s/t0ken?x=1';
const encoded = encodeURIComponent(SUB);

describe('the address of a list of servers', () => {
  test.each([
    ['a web page', SUB, SUB],
    ['one with a port and a name', 'HTTPS://Sub.Example.com:2096/s#Mine', 'https://sub.example.com:2096/s'],
    ['Outline’s dynamic key', 'ssconf://keys.example.org/me.json#Anna', 'https://keys.example.org/me.json'],
    ['Clash’s', `clash://install-config?url=${encoded}&name=Mine`, SUB],
    ['sing-box’', `sing-box://import-remote-profile?url=${encoded}#Mine`, SUB],
    ['v2rayNG’s', `v2rayng://install-sub?name=x&url=${encoded}`, SUB],
    ['Hiddify’s', `hiddify://import/${SUB}#Mine`, SUB],
    ['Shadowrocket’s', `sub://${Buffer.from(SUB).toString('base64')}`, SUB],
  ])('is read out of %s', (_, link, address) => {
    expect(readListLink(link)).toBe(address);
  });

  test.each([
    'http://sub.example.com/s',
    'https://me:secret@sub.example.com/s',
    'https://t.me/some_channel',
    'ssconf://',
    'clash://install-config?url=http%3A%2F%2Fa.example%2F',
    'sub://geheim',
    `https://a.example/${'x'.repeat(3000)}`,
    'ss://YWVzLTI1Ni1nY206cGFzcw@a.example:8388',
  ])('is not %.40s', (link) => {
    expect(readListLink(link)).toBeUndefined();
  });

  test('says whose it is and nothing else', () => {
    expect(listHost(SUB)).toBe('sub.example.com');
    expect(listHost('https://[2001:db8::1]:8443/x')).toBe('2001:db8::1');
  });

  test('any text is read without throwing, and what is read stays the same (N8)', () => {
    const schemes = fc.constantFrom(
      'https://',
      'ssconf://',
      'sub://',
      'clash://x?url=',
      'hiddify://import/',
      '',
    );
    check(
      fc.property(schemes, fc.string({ maxLength: 60 }), (scheme, rest) => {
        const address = readListLink(scheme + rest);
        if (address === undefined) return;
        expect(readListLink(address)).toBe(address);
        expect(listHost(address)).not.toBe('');
      }),
    );
  });
});

describe('in pasted text', () => {
  test('lists stand beside servers, each once, and nothing of them is a fault', () => {
    const { links, lists, faults } = parseLinks(
      `Hello! socks5://a.example:1080 and the list: ${SUB}.\nor ssconf://sub.example.com/s/t0ken?x=1\nhttp://b.example/x`,
    );
    expect(links).toHaveLength(1);
    expect(lists).toEqual([{ line: 1, address: SUB }]);
    expect(faults).toEqual([{ line: 3, error: { code: 'web-page' } }]);
  });

  test('a proxy in TLS is a server, not a list', () => {
    const { links, lists } = parseLinks('https://u:p@a.example:443\nhttps://b.example:8443/');
    expect([links.length, lists.length]).toEqual([2, 0]);
  });

  test('an address whose options no proxy has is a list', () => {
    expect(parseLinks('https://a.example:8443/?token=x').lists).toHaveLength(1);
  });
});
