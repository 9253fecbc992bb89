import { generateKeyPairSync } from 'node:crypto';

/** X25519 keys, 32 bytes each, in base64url as Reality has them. */
export interface X25519 {
  readonly secret: string;
  readonly open: string;
}

/** Makes a pair. */
export function makeX25519(): X25519 {
  const { d = '', x = '' } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return { secret: d, open: x };
}

/** A key in base64, as WireGuard has them. */
export const wireguardKey = (key: string): string => Buffer.from(key, 'base64url').toString('base64');
