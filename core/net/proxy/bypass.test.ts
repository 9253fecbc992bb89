import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { isBypassed } from './bypass.ts';

const at = (host: string, port = 443) => ({ host, port });

test.each([
  ['a.example', 'a.example', true],
  ['a.example', 'x.a.example', false],
  ['.a.example', 'x.a.example', true],
  ['.a.example', 'a.example', true],
  ['.a.example', 'ba.example', false],
  ['*.a.example', 'X.A.example.', true],
  ['*.a.example', 'a.example', false],
  ['web*.a.example', 'web12.a.example', true],
  ['a*a', 'a', false],
  ['93.*', '93.184.216.34', true],
  ['93.184.216.34', '93.184.216.34', true],
  ['93.184.0.0/16', '93.184.216.34', true],
  ['93.184/16', '93.184.216.34', true],
  ['93.184/99', '93.184.216.34', false],
  ['2606:2800::/32', '2606:2800:220::1', true],
  ['2606:2800::/32', '93.184.216.34', false],
  ['[2606:2800:220::1]:443', '2606:2800:220:0::1', true],
  ['a.example:443', 'a.example', true],
  ['a.example:8443', 'a.example', false],
  ['https://a.example', 'a.example', true],
  ['<local>', 'intranet', true],
  ['<local>', 'a.example', false],
  ['<local>', '93.184.216.34', false],
  ['*', 'a.example', true],
  ['', 'a.example', false],
])('%s means of %s: %s', (pattern, host, expected) => {
  expect(isBypassed([pattern], at(host))).toBe(expected);
});

test('this computer and private addresses go past it, whatever the list says', () => {
  for (const host of ['localhost', 'a.localhost', '127.0.0.1', '::1', '10.1.2.3', 'fe80::1'])
    expect(isBypassed([], at(host))).toBe(true);
  expect(isBypassed([], at('web.whatsapp.com'))).toBe(false);
});

test('any list is read, and quickly (N8)', () => {
  const pattern = fc.oneof(
    fc.string(),
    fc.constantFrom('*'.repeat(200), 'a*'.repeat(100), '1/1', '::/0', '[::1'),
  );
  check(
    fc.property(fc.array(pattern), fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.domain()), (list, host) => {
      expect(typeof isBypassed(list, at(host))).toBe('boolean');
    }),
  );
});
