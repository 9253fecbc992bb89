import { type CipherChaCha20Poly1305Types, type CipherGCMTypes, createHash, hkdfSync } from 'node:crypto';
import { blake3 } from '@noble/hashes/blake3.js';

/** An AEAD cipher of Shadowsocks: what Node calls it, and the bytes of its key, which its salt has as well. */
export interface Method {
  readonly cipher: CipherGCMTypes | CipherChaCha20Poly1305Types;
  readonly keyBytes: number;
  /** SIP004, or SIP022, which guards against replay and takes a key for a password. */
  readonly edition: 2017 | 2022;
}

const SUBKEY_CONTEXT = Buffer.from('shadowsocks 2022 session subkey');

const METHODS: Readonly<Record<string, Method>> = {
  'aes-128-gcm': { cipher: 'aes-128-gcm', keyBytes: 16, edition: 2017 },
  'aes-192-gcm': { cipher: 'aes-192-gcm', keyBytes: 24, edition: 2017 },
  'aes-256-gcm': { cipher: 'aes-256-gcm', keyBytes: 32, edition: 2017 },
  'chacha20-ietf-poly1305': { cipher: 'chacha20-poly1305', keyBytes: 32, edition: 2017 },
  '2022-blake3-aes-128-gcm': { cipher: 'aes-128-gcm', keyBytes: 16, edition: 2022 },
  '2022-blake3-aes-256-gcm': { cipher: 'aes-256-gcm', keyBytes: 32, edition: 2022 },
};

/** The method of that name (lower case); undefined where it is unknown, or one of the stream ciphers, which anybody can alter. */
export function findMethod(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}

/**
 * The key a password stands for; undefined where it stands for none. SIP022 takes the key itself, in base64; SIP004 makes
 * one of any password: OpenSSL's EVP_BytesToKey with MD5, one iteration, no salt.
 */
export function masterKey(password: string, { keyBytes, edition }: Method): Uint8Array | undefined {
  if (edition === 2022) {
    const key = Buffer.from(password, 'base64');
    return /^[\w+/-]+={0,2}$/.test(password) && key.length === keyBytes ? key : undefined;
  }
  const secret = Buffer.from(password, 'utf8');
  let key: Buffer = Buffer.alloc(0);
  let last: Buffer = Buffer.alloc(0);
  while (key.length < keyBytes) {
    last = createHash('md5').update(last).update(secret).digest();
    key = Buffer.concat([key, last]);
  }
  return key.subarray(0, keyBytes);
}

/** The key of one direction of one connection, from the salt it begins with: HKDF-SHA1 (SIP004), or BLAKE3 (SIP022 §2.2). */
export function sessionKey({ edition }: Method, master: Uint8Array, salt: Uint8Array): Uint8Array {
  if (edition === 2022)
    return blake3(Buffer.concat([master, salt]), { context: SUBKEY_CONTEXT, dkLen: master.length });
  return new Uint8Array(hkdfSync('sha1', master, salt, 'ss-subkey', master.length));
}
