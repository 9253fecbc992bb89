import type { ParsedKey } from 'ssh2';
import { proxyError } from '../proxy/failure.ts';

/** A private key as OpenSSH writes it. */
export interface PrivateKey {
  /** The file's text. */
  readonly text: string;
  /** What opens it, where it is locked. */
  readonly passphrase?: string;
}

/**
 * Reads a key; with a passphrase that is slow on purpose, so once has to do. Rejects with
 * NetError('proxy', 'x_proxy_bad_credentials') where it is no private key or the passphrase is wrong.
 */
export async function unlockKey({ text, passphrase }: PrivateKey): Promise<ParsedKey> {
  const { default: ssh2 } = await import('ssh2');
  const parsed = ssh2.utils.parseKey(text, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || key instanceof Error || !key.isPrivateKey())
    throw proxyError('x_proxy_bad_credentials');
  return key;
}
