import { describe, expect, test } from 'vitest';
import { unlockKey } from '../net/ssh/private-key.ts';
import { findProgram } from '../testing/daemon.ts';
import { makeKeyPair } from '../testing/sshd.ts';
import { parseExpression, printExpression } from './expression.ts';
import { parseLink } from './share-link.ts';

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

test('a key that would not fit into what is kept is refused', () => {
  const file = (bytes: number) =>
    `-----BEGIN RSA PRIVATE KEY-----\n${'A'.repeat(bytes)}\n-----END RSA PRIVATE KEY-----\n`;
  expect(linkOf(file(2_700)).ok).toBe(true);
  expect(linkOf(file(3_200))).toEqual({ ok: false, error: { code: 'bad-credentials' } });
  expect(linkOf(file(9_000))).toEqual({ ok: false, error: { code: 'bad-credentials' } });
});
