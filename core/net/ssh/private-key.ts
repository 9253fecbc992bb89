import { createPrivateKey } from 'node:crypto';
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
 * Reads a key; with a passphrase that is slow on purpose, so once has to do. Rejects with NetError('proxy',
 * 'x_proxy_bad_credentials') where it is no private key, the passphrase is wrong, or to try it would take too long.
 */
export async function unlockKey({ text, passphrase }: PrivateKey): Promise<ParsedKey> {
  if (roundsOf(text) > MOST_ROUNDS) throw proxyError('x_proxy_bad_credentials');
  const { default: ssh2 } = await import('ssh2');
  const parsed = ssh2.utils.parseKey(olderForm(text, passphrase), passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || key instanceof Error || !key.isPrivateKey())
    throw proxyError('x_proxy_bad_credentials');
  return key;
}

/** `ssh-keygen` takes 16 or 24 where it is not told otherwise; so many keep a computer busy for seconds, and nothing else is done meanwhile. */
const MOST_ROUNDS = 256;
const OPENSSH = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=\n]*)/;
const MAGIC_LENGTH = 15;

/** How often a passphrase is stirred before a key opens (OpenSSH's PROTOCOL.key: cipher, kind, and its options, rounds last). */
function roundsOf(text: string): number {
  const bytes = Buffer.from(OPENSSH.exec(text)?.[1] ?? '', 'base64');
  let at = MAGIC_LENGTH;
  for (let string = 0; string < 3; string += 1) {
    if (at + 4 > bytes.length) return 0;
    at += 4 + bytes.readUInt32BE(at);
  }
  return at > bytes.length ? 0 : bytes.readUInt32BE(at - 4);
}

const PKCS8 = /^-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/;

/** What ssh2 reads, of a key as `ssh-keygen -m PKCS8` writes it, which it does not read; any other text as it is. */
function olderForm(text: string, passphrase = ''): string {
  if (!PKCS8.test(text)) return text;
  try {
    const key = createPrivateKey({ key: text, format: 'pem', passphrase });
    const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
    return key.export({ type, format: 'pem' }).toString();
  } catch {
    // No key, a wrong passphrase, or a kind of key that has no older form.
    return '';
  }
}
