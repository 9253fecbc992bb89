import { findMethod, masterKey } from '../net/shadowsocks/method.ts';
import type { ProxyProtocol } from './proxy-protocol.ts';

export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/** What must be percent-encoded in a user name or password (RFC 3986 §3.2.1). */
const UNENCODED = /[\s/?#@[\]]/;
/** A byte is the length of a user name or password in SOCKS5; nobody needs more elsewhere. */
const MAX_CREDENTIAL_BYTES = 255;
/** Control characters, and halves of characters that have no UTF-8. */
const UNSENDABLE = /[\p{Cc}\p{Cs}]/u;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Whether something stands in it as it is that a user name or password has percent-encoded. */
export function hasUnencoded(userInfo: string): boolean {
  return UNENCODED.test(userInfo);
}

/** Reads percent-encoded `user:password`; undefined where the encoding is broken. */
export function readUserInfo(text: string): ProxyCredentials | undefined {
  const colon = text.indexOf(':');
  const [username, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

/** The text that `readUserInfo` reads back. */
export function printUserInfo({ username, password }: ProxyCredentials): string {
  return encodeURIComponent(username) + (password === '' ? '' : `:${encodeURIComponent(password)}`);
}

/**
 * Whether the protocol has room for the credentials: RFC 1929, RFC 7617 (no colon in a user), no password in SOCKS4; a
 * cipher we know and a password in Shadowsocks.
 */
export function holdsCredentials(protocol: ProxyProtocol, { username, password }: ProxyCredentials): boolean {
  const fits = [username, password].every(
    (text) => !UNSENDABLE.test(text) && Buffer.byteLength(text) <= MAX_CREDENTIAL_BYTES,
  );
  if (protocol === 'socks5') return fits;
  if (protocol === 'ss') {
    const method = findMethod(username);
    return fits && password !== '' && method !== undefined && masterKey(password, method) !== undefined;
  }
  if (protocol === 'ssh') return fits && username !== '';
  if (protocol === 'trojan') return fits && username !== '' && password === '';
  if (protocol === 'mtproto') return fits && password === '';
  if (protocol === 'vless') return UUID.test(username) && password === '';
  return fits && (protocol === 'socks4a' ? password === '' : !username.includes(':'));
}
