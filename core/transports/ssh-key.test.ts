import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unlockKey } from '../net/ssh/private-key.ts';
import { findProgram } from '../testing/daemon.ts';
import { check } from '../testing/fuzz.ts';
import { makeKeyPair } from '../testing/sshd.ts';
import { parseExpression, printExpression } from './expression.ts';
import { parseLink } from './links/share-link.ts';
import { printSshKey, readSshKey } from './ssh-key.ts';

const isHere = findProgram('ssh-keygen') !== undefined;
const suite = isHere ? describe : describe.skip;

/** The link of a key file, and what it becomes. */
function linkOf(file: string, passphrase = '') {
  const said = passphrase === '' ? '' : `&passphrase=${encodeURIComponent(passphrase)}`;
  return parseLink(`ssh://me@a.example:22?key=${Buffer.from(file).toString('base64url')}${said}`);
}

suite(`The key files of ssh-keygen${isHere ? '' : ' (skipped: not installed here: ssh-keygen)'}`, () => {
  test.each([
    ['Ed25519', 'ed25519', '', []],
    ['Ed25519 with a passphrase', 'ed25519', 'пароль & more', []],
    ['ECDSA', 'ecdsa', '', []],
    ['RSA of 4096 bits', 'rsa', '', ['-b', '4096']],
    ['RSA in the older format', 'rsa', '', ['-b', '2048', '-m', 'PEM']],
    ['RSA in the older format with a passphrase', 'rsa', 'geheim', ['-b', '2048', '-m', 'PEM']],
    ['ECDSA in the older format with a passphrase', 'ecdsa', 'geheim', ['-m', 'PEM']],
    ['RSA in PKCS #8', 'rsa', '', ['-b', '2048', '-m', 'PKCS8']],
    ['ECDSA in PKCS #8 with a passphrase', 'ecdsa', 'пароль', ['-m', 'PKCS8']],
  ])(
    '%s: its link is read, printed back, and opens',
    async (_, type, passphrase, options) => {
      const pair = makeKeyPair(type, passphrase, options);
      const link = linkOf(pair.text, passphrase);
      if (!link.ok) throw new Error(link.error.code);
      const again = parseExpression(printExpression(link.expression));
      expect(again.ok && again.expression).toEqual(link.expression);
      const [hop] = link.expression.hops;
      if (hop?.kind !== 'proxy' || hop.protocol !== 'ssh' || !hop.privateKey) throw new Error('no key');
      expect(hop.privateKey.text.trim()).toBe(pair.text.trim());
      const key = await unlockKey(hop.privateKey);
      const [, body = ''] = pair.publicLine.split(' ');
      expect(key.getPublicSSH().toString('base64')).toBe(body.trim());
    },
    30_000,
  );
});

/** Something like what a link says of a key: a key file, or what stands between its lines, or neither. */
const anyKey = fc
  .tuple(
    fc.constantFrom(
      'openssh-key-v1\0',
      '-----BEGIN EC PRIVATE KEY-----\n',
      '-----BEGIN OPENSSH PRIVATE KEY-----\n',
      '',
    ),
    fc.oneof(
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
      fc.base64String({ maxLength: 80 }).map((text) => Buffer.from(text)),
    ),
    fc.constantFrom('', '\n-----END EC PRIVATE KEY-----', '\r\n-----END OPENSSH PRIVATE KEY-----\r\n'),
  )
  .map(([start, body, end]) => Buffer.concat([Buffer.from(start, 'latin1'), body, Buffer.from(end)]));

test('whatever a link says of a key, it is refused or printed back as the same (N8, N13)', () => {
  check(
    fc.property(
      fc.oneof(
        anyKey.map((bytes) => bytes.toString('base64url')),
        anyKey.map((bytes) => bytes.toString('base64')),
        fc.string({ maxLength: 40 }),
      ),
      fc.option(fc.string({ maxLength: 20 }), { nil: undefined }),
      (key, passphrase) => {
        const query = new Map([
          ['key', key],
          ...(passphrase === undefined ? [] : [['passphrase', passphrase] as const]),
        ]);
        const read = readSshKey(query);
        if (!read) return;
        const printed = printSshKey(read);
        const again = readSshKey(new Map(new URLSearchParams(printed)));
        expect(again).toEqual(read);
      },
    ),
  );
});

test('a key that would not fit into what is kept is refused', () => {
  const file = (bytes: number) =>
    `-----BEGIN RSA PRIVATE KEY-----\n${'A'.repeat(bytes)}\n-----END RSA PRIVATE KEY-----\n`;
  expect(linkOf(file(2_700)).ok).toBe(true);
  expect(linkOf(file(3_200))).toEqual({ ok: false, error: { code: 'bad-credentials' } });
  expect(linkOf(file(9_000))).toEqual({ ok: false, error: { code: 'bad-credentials' } });
});
