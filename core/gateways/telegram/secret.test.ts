import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { printMtprotoSecret, readMtprotoSecret } from './secret.ts';

const HEX = '00112233445566778899aabbccddeeff';
const KEY = Buffer.from(HEX, 'hex');
const site = Buffer.from('www.example.org');

describe('a secret of Telegram’s links', () => {
  test.each<[string, string, object]>([
    ['16 bytes', HEX, { key: KEY, isPadded: false }],
    ['in capitals', HEX.toUpperCase(), { key: KEY, isPadded: false }],
    ['padded', `dd${HEX}`, { key: KEY, isPadded: true }],
    [
      'with a site',
      `ee${HEX}${site.toString('hex')}`,
      { key: KEY, isPadded: true, domain: 'www.example.org' },
    ],
    ['in base64', KEY.toString('base64'), { key: KEY, isPadded: false }],
    ['in the other base64, without its end', KEY.toString('base64url'), { key: KEY, isPadded: false }],
    [
      'with a site, in base64',
      Buffer.concat([Buffer.of(0xee), KEY, site]).toString('base64url'),
      { key: KEY, isPadded: true, domain: 'www.example.org' },
    ],
  ])('is read %s', (_, text, secret) => {
    expect(readMtprotoSecret(text)).toEqual(secret);
  });

  test.each([
    ['empty', ''],
    ['too short', HEX.slice(2)],
    ['17 bytes that begin otherwise', `cc${HEX}`],
    ['padded, with a byte too many', `dd${HEX}00`],
    ['without a site', `ee${HEX}`],
    ['with a site that has a space in it', `ee${HEX}${Buffer.from('a site.org').toString('hex')}`],
    ['with an endless site', `ee${HEX}${Buffer.from('a'.repeat(111)).toString('hex')}`],
    ['no number at all', 'correct horse battery staple'],
  ])('is none where it is %s', (_, text) => {
    expect(readMtprotoSecret(text)).toBeUndefined();
  });

  test('is printed as it is read back, whatever it was (N13)', () => {
    const bytes = fc.tuple(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.constantFrom('', 'dd', 'ee'),
      fc.stringMatching(/^[a-z0-9][a-z0-9.-]{2,40}[a-z0-9]$/),
    );
    check(
      fc.property(bytes, fc.boolean(), ([key, kind, domain], inBase64) => {
        const text = `${kind}${Buffer.from(key).toString('hex')}${kind === 'ee' ? Buffer.from(domain).toString('hex') : ''}`;
        const sent = inBase64 ? Buffer.from(text, 'hex').toString('base64url') : text;
        const read = readMtprotoSecret(sent);
        expect(read && printMtprotoSecret(read)).toBe(text);
      }),
    );
  });

  test('is read from any text without an error (N8)', () => {
    check(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^(dd|ee)?[0-9a-f]*$/)),
        (text) => {
          const read = readMtprotoSecret(text);
          if (read !== undefined) expect(readMtprotoSecret(printMtprotoSecret(read))).toEqual(read);
        },
      ),
    );
  });
});
