import type { ServerHostKeyAlgorithm } from 'ssh2';

/** What a server may prove itself with, the better first; no SHA-1. */
const ALGORITHMS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];
const LONGEST_TYPE = 64;

/**
 * In the order to ask for. A server has several keys: the kind that is known comes first, so that the others are not taken
 * for a change.
 */
export function hostKeyAlgorithms(knownType: string | undefined): ServerHostKeyAlgorithm[] {
  const isKnown = (algorithm: string) =>
    algorithm === knownType || (knownType === 'ssh-rsa' && algorithm.startsWith('rsa-'));
  return [...ALGORITHMS.filter(isKnown), ...ALGORITHMS.filter((algorithm) => !isKnown(algorithm))];
}

/** What kind of key a public key's bytes are (RFC 4253 §6.6: a string, its length before it); `unknown` where that cannot be read. */
export function readHostKeyType(key: Buffer): string {
  if (key.length < 4) return 'unknown';
  const type = key.subarray(4, 4 + Math.min(key.readUInt32BE(0), LONGEST_TYPE)).toString('latin1');
  return /^[\w@.-]+$/.test(type) ? type : 'unknown';
}
