import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyExpression, anyProxy, anySecret } from '../../testing/expressions.ts';
import { check } from '../../testing/fuzz.ts';
import { printExpression } from '../expression.ts';
import { parseLink } from './share-link.ts';

/** What stands in an OpenSSH key file. */
const KEY = Buffer.from('openssh-key-v1\0 and what follows').toString('base64url');
const PIN = 'ab'.repeat(32);

describe('A link', () => {
  test('of our own is read back, in any wrapping', () => {
    const wrappings = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => `\n <${text}> `,
      (text) => `"${text}"\r\n`,
    );
    check(
      fc.property(anyExpression, wrappings, (expression, wrap) => {
        const text = printExpression(expression);
        if (text.length <= 4096) expect(parseLink(wrap(text))).toEqual({ ok: true, expression, assumed: [] });
      }),
    );
  });

  test('with a raw user and password is either read exactly or refused', () => {
    check(
      fc.property(anyProxy, anySecret, anySecret, ({ host }, user, password) => {
        const where = host.includes(':') ? `[${host}]:7` : `${host}:7`;
        for (const text of [`${where}:${user}:${password}`, `${user}:${password}@${where}`]) {
          const result = parseLink(text);
          const [hop] = result.ok ? result.expression.hops : [];
          if (hop?.kind !== 'proxy' || hop.host !== host || user.includes(':') || /[\s\p{Cf}]/u.test(text))
            continue;
          expect(`${hop.credentials?.username}:${hop.credentials?.password}`).toBe(`${user}:${password}`);
        }
      }),
    );
  });

  test('is answered whatever is pasted, and what is accepted prints and parses (N8)', () => {
    const pieces = [
      'socks5://',
      'tg://socks?',
      't.me/socks?',
      'server=',
      '&port=',
      '@',
      ':',
      '/',
      '#',
      '?',
      '%',
      '%41',
      '|',
      '"',
      '\n',
      '[',
      '::1]',
      'a.b',
      '1',
      ' ',
      'ss://',
      'ssh://me:x@a.b',
      `?key=${KEY}`,
      '&passphrase=',
      'trojan://x@a.b:1',
      `?pcs=${PIN}`,
      '~',
      'п',
    ];
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
    );
    check(
      fc.property(anyText, (text) => {
        const result = parseLink(text);
        if (!result.ok) {
          expect(result.error.code).toMatch(/^[a-z-]+$/);
          return;
        }
        expect(parseLink(printExpression(result.expression))).toEqual({ ...result, assumed: [] });
      }),
    );
  });
});
