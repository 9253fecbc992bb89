import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAsync } from '../../testing/fuzz.ts';
import { netError } from '../../testing/streams.ts';
import { unlockKey } from './private-key.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const FORMS = [
  privateKey.export({ type: 'sec1', format: 'pem' }),
  privateKey.export({ type: 'pkcs8', format: 'pem' }),
  privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' }),
].map(String);

test.each([
  ['none', 'bad'],
  ['another', FORMS[2] ?? ''],
])('a key that a passphrase does not open is bad credentials: %s', async (passphrase, text) => {
  expect((await netError(unlockKey({ text, passphrase }))).failure).toBe('x_proxy_bad_credentials');
});

test('a kind of key that SSH does not have is bad credentials', async () => {
  const { privateKey: text } = generateKeyPairSync('x25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  expect((await netError(unlockKey({ text }))).failure).toBe('x_proxy_bad_credentials');
});

test('a key that would keep this computer busy for hours is not tried', async () => {
  const string = (bytes: Buffer) => Buffer.concat([Buffer.of(0, 0, 0, bytes.length), bytes]);
  const file = (rounds: number) => {
    const options = Buffer.concat([string(Buffer.alloc(16)), Buffer.alloc(4)]);
    options.writeUInt32BE(rounds, 20);
    const parts = [Buffer.from('aes256-ctr'), Buffer.from('bcrypt'), options].map(string);
    const key = string(Buffer.alloc(51, 1));
    const body = [
      Buffer.from('openssh-key-v1\0'),
      ...parts,
      Buffer.of(0, 0, 0, 1),
      key,
      string(Buffer.alloc(64)),
    ];
    const text = Buffer.concat(body).toString('base64');
    return `-----BEGIN OPENSSH PRIVATE KEY-----\n${text}\n-----END OPENSSH PRIVATE KEY-----\n`;
  };
  const error = await netError(unlockKey({ text: file(0xffff_ffff), passphrase: 'p' }));
  expect(error.failure).toBe('x_proxy_bad_credentials');
});

/** A key file in which something was changed, or its armour around anything. */
const anyText = fc.oneof(
  fc
    .tuple(fc.constantFrom(...FORMS), fc.nat(300), fc.string({ maxLength: 4 }))
    .map(([text, at, instead]) => text.slice(0, at) + instead + text.slice(at + 1)),
  fc
    .tuple(
      fc.constantFrom('', 'OPENSSH ', 'RSA ', 'EC ', 'ENCRYPTED '),
      fc.uint8Array({ maxLength: 60 }),
      fc.boolean(),
    )
    .map(([kind, bytes, isKey]) => {
      const body = Buffer.concat([Buffer.from(isKey ? 'openssh-key-v1\0' : ''), bytes]).toString('base64');
      return `-----BEGIN ${kind}PRIVATE KEY-----\n${body}\n-----END ${kind}PRIVATE KEY-----\n`;
    }),
  fc.string({ maxLength: 40 }),
);

test('any text is a private key or bad credentials (N8)', async () => {
  await checkAsync(
    fc.asyncProperty(anyText, fc.constantFrom(undefined, 'p'), async (text, passphrase) => {
      const outcome = await unlockKey({ text, ...(passphrase && { passphrase }) }).then(
        (key) => key.isPrivateKey(),
        (error: unknown) => Reflect.get(Object(error), 'failure'),
      );
      if (outcome !== true) expect(outcome).toBe('x_proxy_bad_credentials');
    }),
  );
});
