import { type CipherChaCha20Poly1305Types, type CipherGCMTypes, createHash, hkdfSync } from 'node:crypto';

/** An AEAD cipher of Shadowsocks (SIP004): what Node calls it, and the bytes of its key, which its salt has as well. */
export interface Method {
  readonly cipher: CipherGCMTypes | CipherChaCha20Poly1305Types;
  readonly keyBytes: number;
}

const METHODS: Readonly<Record<string, Method>> = {
  'aes-128-gcm': { cipher: 'aes-128-gcm', keyBytes: 16 },
  'aes-192-gcm': { cipher: 'aes-192-gcm', keyBytes: 24 },
  'aes-256-gcm': { cipher: 'aes-256-gcm', keyBytes: 32 },
  'chacha20-ietf-poly1305': { cipher: 'chacha20-poly1305', keyBytes: 32 },
};

/** The method of that name (lower case); undefined where it is unknown, or one of the stream ciphers, which anybody can alter. */
export function findMethod(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}

/** The key a password stands for: OpenSSL's EVP_BytesToKey with MD5, one iteration, no salt (SIP004). */
export function masterKey(password: string, { keyBytes }: Method): Uint8Array {
  const secret = Buffer.from(password, 'utf8');
  let key: Buffer = Buffer.alloc(0);
  let last: Buffer = Buffer.alloc(0);
  while (key.length < keyBytes) {
    last = createHash('md5').update(last).update(secret).digest();
    key = Buffer.concat([key, last]);
  }
  return key.subarray(0, keyBytes);
}

/** The key of one direction of one connection: HKDF-SHA1 over the salt it begins with (SIP004). */
export function sessionKey(master: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha1', master, salt, 'ss-subkey', master.length));
}
