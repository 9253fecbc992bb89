import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { printExpression } from '../expression.ts';
import { parseLinks, readLoneLink } from './link-list.ts';

/** Found links, and faults, as `line text`. */
function read(text: string) {
  const { links, faults } = parseLinks(text);
  return {
    links: links.map(({ line, expression }) => `${line} ${printExpression(expression)}`),
    faults: faults.map(({ line, error }) => `${line} ${error.code}`),
  };
}

describe('pasted text', () => {
  test('that is one link is that link, also broken by a mail program', () => {
    expect(read(' "socks5://anna:x@a.example:1080" ')).toEqual({
      links: ['1 socks5://anna:x@a.example:1080'],
      faults: [],
    });
    expect(read('socks5://anna:x@\r\na.example:1080').links).toEqual(['1 socks5://anna:x@a.example:1080']);
    expect(read('myserver:1080').links).toEqual(['1 socks5://myserver:1080']);
  });

  test('gives each line’s link with its line, and each server once', () => {
    expect(
      read('socks5://a.example:1\n\nhttp://b.example:3128\nsocks5://a.example:1\n10.0.0.1:1080'),
    ).toEqual({
      links: ['1 socks5://a.example:1', '3 http-proxy://b.example:3128', '5 socks5://10.0.0.1:1080'],
      faults: [],
    });
  });

  test('may have words and marks around its links', () => {
    const text = [
      'Hello! Try this one: socks5://a.example:1080, or',
      '(tg://socks?server=b.example&port=443&user=u&pass=p).',
      'My phone is 12:30, Port:1080. See https://t.me/socks?server=c.example&port=1!',
      '— «d.example:8080»',
    ].join('\n');
    expect(read(text)).toEqual({
      links: [
        '1 socks5://a.example:1080',
        '2 socks5://u:p@b.example:443',
        '3 socks5://c.example:1',
        '4 socks5://d.example:8080',
      ],
      faults: [],
    });
  });

  test('says of which kind the links are that we cannot use, and on which line', () => {
    const text = 'anytls://secret@a.example:443?x=1#name\nsocks5://a.example:1\nss://YWJj@b.example:1';
    expect(read(text)).toEqual({
      links: ['2 socks5://a.example:1'],
      faults: ['1 unsupported-scheme', '3 unsupported-cipher'],
    });
    expect(parseLinks(text).faults[0]?.error).toMatchObject({ scheme: 'anytls' });
  });

  test.each([
    ['', '1 empty'],
    ['hello', '1 not-a-link'],
    ['hello dear friend\nhow are you', '1 not-a-link'],
    [`socks5://${'a'.repeat(70_000)}`, '1 too-long'],
  ])('without any link has one fault: %#', (text, fault) => {
    expect(read(text)).toEqual({ links: [], faults: [fault] });
  });

  test('of hundreds of links gives one hundred, and says that there were more', () => {
    const text = Array.from({ length: 150 }, (_, index) => `socks5://a.example:${index + 1}`).join('\n');
    const { links, faults } = read(text);
    expect(links).toHaveLength(100);
    expect(faults).toEqual(['101 too-many']);
  });

  test('with one link and words around it is that link, where one is asked for', () => {
    const lone = (text: string) => {
      const result = readLoneLink(text);
      return result.ok ? printExpression(result.expression) : result.error.code;
    };
    expect(lone('Your key: trojan://x@a.example:443#n\nGood luck!')).toBe('trojan://x@a.example:443');
    expect(lone('socks5://a.example:1 | tlsfrag:sni')).toBe('socks5://a.example:1 | tlsfrag:sni');
    expect(lone('trojan://x@a.example:443#n trojan://y@b.example:443')).toBe('several-links');
    expect(lone('socks5://a.example:1\nsocks5://b.example:1')).toBe('several-links');
    expect(lone('trojan://x@a.example:443 or https://lists.example/s')).toBe('several-links');
    expect(lone('hello')).toBe('not-a-link');
  });

  test('whatever it holds never throws, and stays within its limits (N8)', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'socks5://',
        'a.example:1',
        '\n',
        ' ',
        'tg:',
        't.me/socks?',
        '@',
        ' | ',
        'doh:quad9',
        '://',
        ...['trojan://x@a.example:443?sni=b', '&amp;', 'hy2://x@a.example:1,2-3/', ',', '#n', '- {type: ss,'],
        ...[
          'obfs4 192.0.2.1:443',
          'cert=x',
          "['",
          "', '",
          'Server: ',
          'Port: 1',
          '```',
          '[Interface]',
          '%3A%2F%2F',
        ],
        ...['footbridge://add#', 'https://a.example/?u=ss%3A%2F%2F', 'https://t.me/proxy?', 'proxies:\n'],
      ),
    );
    check(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const { links, lists, faults } = parseLinks(pieces.join(''));
        expect(links.length + lists.length + faults.length).toBeGreaterThan(0);
        expect(Math.max(links.length, faults.length)).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('of the worst kind is answered soon', () => {
    const pieces = ['a://', "'", ',', '.', ' ', '\n', '- ', '&amp;', 'obfs4 ', 'Server', '|', 'ss://', '#\n'];
    for (const piece of pieces)
      for (const start of ['', 'proxies:\n']) {
        const since = performance.now();
        parseLinks(`${start}${piece.repeat(Math.floor(40_000 / piece.length))} x`);
        expect([piece, start, performance.now() - since < 5_000]).toEqual([piece, start, true]);
      }
  });

  test('a secret stands in no fault (S2)', () => {
    const word = fc.stringMatching(/^[a-z]{8}$/);
    check(
      fc.property(word, (secret) => {
        const text = `vless://${secret}@a.example:1\nsocks5://u:${secret}@b\nhello ${secret}`;
        expect(JSON.stringify(parseLinks(text).faults)).not.toContain(secret);
      }),
    );
  });
});
