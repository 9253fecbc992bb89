import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { createOpener, createOpeningBox, createSealer, createSealingBox } from './chunks.ts';
import { findMethod, type Method, masterKey, sessionKey } from './method.ts';

const known = (name: string): Method => {
  const method = findMethod(name);
  if (method === undefined) throw new Error(`${name} is not known`);
  return method;
};
const methods = [
  ...['aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'chacha20-ietf-poly1305'],
  ...['2022-blake3-aes-128-gcm', '2022-blake3-aes-256-gcm'],
].map(known);
const anyMethod = fc.constantFrom(...methods);

test('a password makes the same key as OpenSSL’s EVP_BytesToKey', () => {
  // openssl enc -aes-256-cbc -md md5 -nosalt -k "foobar!" -P
  expect(Buffer.from(masterKey('foobar!', known('aes-256-gcm')) ?? []).toString('hex')).toBe(
    'bbc3d52fe5b7b31d6063b1de09b98c805303596b18237547f85fa21db11eba62',
  );
});

test('the 2022 edition takes a key of the right length in base64, and nothing else, for a password', () => {
  const [short, long] = [known('2022-blake3-aes-128-gcm'), known('2022-blake3-aes-256-gcm')];
  const key = Buffer.from(Array.from({ length: 16 }, (_, at) => 250 + at));
  expect(masterKey(key.toString('base64'), short)).toEqual(key);
  expect(masterKey(key.toString('base64url'), short)).toEqual(key);
  for (const password of [key.toString('base64').slice(4), 'пароль', '', `${key.toString('base64')}:more`])
    expect(masterKey(password, short)).toBeUndefined();
  expect(masterKey(key.toString('base64'), long)).toBeUndefined();
});

test('what is sealed is opened, however it is cut, whatever its length', () => {
  check(
    fc.property(
      anyMethod,
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 40_000 }), { maxLength: 4 }),
      fc.integer({ min: 1, max: 50_000 }),
      (method, texts, cut) => {
        const key = new Uint8Array(method.keyBytes).fill(7);
        const seal = createSealer(method, createSealingBox(method, key));
        const sealed = Buffer.concat(texts.map((text) => seal(text)));
        const opener = createOpener(method, createOpeningBox(method, key));
        const opened: Buffer[] = [];
        for (let at = 0; at < sealed.length; at += cut)
          opened.push(...opener.push(sealed.subarray(at, at + cut)));
        expect(Buffer.concat(opened)).toEqual(Buffer.concat(texts));
      },
    ),
  );
});

test('any other bytes are refused and never opened (N8)', () => {
  check(
    fc.property(anyMethod, fc.uint8Array({ minLength: 18, maxLength: 400 }), (method, bytes) => {
      const opener = createOpener(method, createOpeningBox(method, new Uint8Array(method.keyBytes)));
      expect(() => opener.push(bytes)).toThrow();
    }),
  );
});

test('two connections with one password have different keys', () => {
  for (const name of ['aes-128-gcm', '2022-blake3-aes-128-gcm']) {
    const method = known(name);
    const master = masterKey('A'.repeat(22), method) ?? new Uint8Array();
    const [one, other] = [1, 2].map((fill) => sessionKey(method, master, new Uint8Array(16).fill(fill)));
    expect(one).not.toEqual(other);
    expect(one).toHaveLength(16);
  }
});

test('a cipher that anybody can alter is no method', () => {
  for (const name of ['aes-256-cfb', 'rc4-md5', 'chacha20', 'none', 'constructor', 'AES-256-GCM'])
    expect(findMethod(name)).toBeUndefined();
});
