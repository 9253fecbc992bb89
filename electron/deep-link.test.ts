import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../core/testing/fuzz.ts';
import { deepLinkOfArguments, formatDeepLink, parseDeepLink } from './deep-link.ts';
import { passedOn, toPassOn } from './second-instance.ts';

const LINK = 'socks5://user:secret@192.0.2.1:1080#Мама';

test('links come percent-encoded, base64url, or as they are', () => {
  const expected = { route: 'add', text: LINK };
  expect(parseDeepLink(`footbridge://add#${encodeURIComponent(LINK)}`)).toEqual(expected);
  expect(parseDeepLink(formatDeepLink({ route: 'add', text: LINK }))).toEqual(expected);
  expect(parseDeepLink('FOOTBRIDGE://add/#socks5://192.0.2.1:1080')?.text).toBe('socks5://192.0.2.1:1080');
  expect(parseDeepLink('footbridge://add#tg%3A%2F%2Fsocks%3Fserver%3D192.0.2.1')?.text).toBe(
    'tg://socks?server=192.0.2.1',
  );
});

test('several links come one a line', () => {
  const text = 'ss://a@192.0.2.1:1\nss://b@192.0.2.2:2';
  expect(parseDeepLink(formatDeepLink({ route: 'add', text: `\n${text}\r\n` }))?.text).toBe(text);
});

test.each([
  'footbridge://add',
  'footbridge://add#',
  'footbridge://add?x#socks5://192.0.2.1:1',
  'footbridge://connect#socks5://192.0.2.1:1',
  'footbridge://add:80#socks5://192.0.2.1:1',
  'footbridge://me@add#socks5://192.0.2.1:1',
  'footbridge:add#socks5://192.0.2.1:1',
  'footbridge://add#not-a-link',
  'footbridge://add#%E0%A4%A',
  'footbridge://add#socks5://192.0.2.1:1%00',
  'footbridge://add#socks5://192.0.2.1:1%E2%80%AE',
  'https://add#socks5://192.0.2.1:1',
  ' footbridge://add#socks5://192.0.2.1:1',
  `footbridge://add#socks5://${'a'.repeat(50_000)}`,
])('%s is nothing', (url) => expect(parseDeepLink(url)).toBeNull());

test('any text is read or refused, never thrown at', () => {
  check(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const link = parseDeepLink(`footbridge://add#${text}`);
      return link === null || /^[a-z][a-z0-9+.-]*:/i.test(link.text);
    }),
  );
});

test('what is formatted is read back', () => {
  check(
    fc.property(fc.webUrl(), (text) => {
      expect(parseDeepLink(formatDeepLink({ route: 'add', text }))?.text).toBe(text.trim());
    }),
  );
});

test('only the last argument counts, and only as a link (E3)', () => {
  const url = `footbridge://add#${encodeURIComponent(LINK)}`;
  expect(deepLinkOfArguments(['footbridge', url])?.text).toBe(LINK);
  expect(deepLinkOfArguments([url, '--hidden'])).toBeNull();
  expect(deepLinkOfArguments([])).toBeNull();
});

test('a second start hands over its link and nothing else, and it is read anew (E3)', () => {
  const url = `footbridge://add#${encodeURIComponent(LINK)}`;
  expect(passedOn(toPassOn(['footbridge', url]))?.text).toBe(LINK);
  expect(toPassOn(['footbridge', '--inspect'])).toEqual({ link: '' });
  for (const data of [null, 'x', { link: 3 }, { link: 'footbridge://connect#x:' }, {}])
    expect(passedOn(data)).toBeNull();
});
