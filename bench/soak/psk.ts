import type { TlsOptions } from 'node:tls';

const key = Buffer.from('a key that both ends of the soak know');

/** TLS without certificates (RFC 4279): both ends know a key. The hellos are as real as any. */
export const PSK: TlsOptions = {
  ciphers: 'PSK-AES128-GCM-SHA256',
  maxVersion: 'TLSv1.2',
  pskCallback: () => key,
};

/** The client's side of the same. */
export const PSK_CLIENT = {
  ciphers: 'PSK-AES128-GCM-SHA256',
  maxVersion: 'TLSv1.2',
  pskCallback: () => ({ psk: key, identity: 'soak' }),
  checkServerIdentity: () => undefined,
} as const;
