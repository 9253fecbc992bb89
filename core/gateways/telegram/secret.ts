/** What an MTProto proxy and an app share, and in what dress the proxy wants to be spoken to. */
export interface MtprotoSecret {
  /** 16 bytes. */
  readonly key: Buffer;
  /** Packets are padded, so that their lengths tell nothing. */
  readonly isPadded: boolean;
  /** The conversation is to look like TLS with a site of this name. */
  readonly domain?: string;
}

const KEY_BYTES = 16;
const PADDED = 0xdd;
const TLS = 0xee;
/** So that the hexadecimal form has room in a user name of 255 characters (core/transports/proxy-element.ts). */
const DOMAIN = /^(?=.{4,110}$)[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/**
 * Reads a secret as Telegram's links have it, in hexadecimal or base64 of either alphabet: 16 bytes; `dd` and 16 bytes; `ee`,
 * 16 bytes and a domain (telegramdesktop/tdesktop, mtproto_proxy_data.cpp). Undefined where it is none.
 */
export function readMtprotoSecret(text: string): MtprotoSecret | undefined {
  const bytes = bytesOf(text);
  if (bytes === undefined) return undefined;
  if (bytes.length === KEY_BYTES) return { key: bytes, isPadded: false };
  const key = bytes.subarray(1, 1 + KEY_BYTES);
  if (bytes[0] === PADDED && bytes.length === 1 + KEY_BYTES) return { key, isPadded: true };
  if (bytes[0] !== TLS) return undefined;
  const domain = bytes.toString('latin1', 1 + KEY_BYTES);
  return DOMAIN.test(domain) ? { key, isPadded: true, domain } : undefined;
}

/** The one hexadecimal text that `readMtprotoSecret` reads back as the same. */
export function printMtprotoSecret({ key, isPadded, domain }: MtprotoSecret): string {
  const hex = key.toString('hex');
  if (domain !== undefined) return `ee${hex}${Buffer.from(domain, 'latin1').toString('hex')}`;
  return isPadded ? `dd${hex}` : hex;
}

function bytesOf(text: string): Buffer | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(text) && text.length >= 2 * KEY_BYTES) return Buffer.from(text, 'hex');
  return /^[\w+/-]{22,}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
