import type { HostPort } from '../model/address.ts';
import { encodeAddress } from '../net/proxy/target-address.ts';
import { MALFORMED, NEED_MORE, type Parsed } from './parsed.ts';
import type { Refusal } from './refusal.ts';
import { readTarget } from './target.ts';

export const SOCKS5_VERSION = 5;
const CREDENTIALS_VERSION = 1;
/** RFC 1928 §3: authentication methods. */
export const METHOD = { none: 0, credentials: 2, unacceptable: 0xff } as const;
/** RFC 1928 §4: commands. */
export const COMMAND = { connect: 1, bind: 2, udpAssociate: 3 } as const;
/** RFC 1928 §6: what a reply says beyond the refusals below. */
export const REPLY = {
  succeeded: 0,
  general: 1,
  commandNotSupported: 7,
  addressTypeNotSupported: 8,
} as const;

const REFUSALS: Readonly<Record<Refusal, number>> = {
  general: 1,
  forbidden: 2,
  'network-unreachable': 3,
  'host-unreachable': 4,
  'connection-refused': 5,
  'timed-out': 6,
};

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Socks5Request {
  readonly command: number;
  /** Where to; or why that cannot be read. */
  readonly target: HostPort | 'unknown-type' | 'invalid';
}

/** RFC 1928 §3: the methods a client offers. */
export function readMethods(bytes: Buffer): Parsed<readonly number[]> {
  const [version, count] = bytes;
  if (version !== undefined && version !== SOCKS5_VERSION) return MALFORMED;
  if (count === 0) return MALFORMED;
  if (count === undefined || bytes.length < 2 + count) return NEED_MORE;
  return { state: 'parsed', value: [...bytes.subarray(2, 2 + count)], length: 2 + count };
}

/** RFC 1929 §2: user name and password. Empty ones are let pass: clients send them. */
export function readCredentials(bytes: Buffer): Parsed<Credentials> {
  const [version, nameLength] = bytes;
  if (version !== undefined && version !== CREDENTIALS_VERSION) return MALFORMED;
  if (nameLength === undefined) return NEED_MORE;
  const nameEnd = 2 + nameLength;
  const passwordLength = bytes[nameEnd];
  if (passwordLength === undefined) return NEED_MORE;
  const end = nameEnd + 1 + passwordLength;
  if (bytes.length < end) return NEED_MORE;
  const value = {
    username: bytes.toString('latin1', 2, nameEnd),
    password: bytes.toString('latin1', nameEnd + 1, end),
  };
  return { state: 'parsed', value, length: end };
}

/** RFC 1928 §4: what the client wants. */
export function readSocks5Request(bytes: Buffer): Parsed<Socks5Request> {
  const [version, command, reserved, type] = bytes;
  if (version !== undefined && version !== SOCKS5_VERSION) return MALFORMED;
  if (reserved !== undefined && reserved !== 0) return MALFORMED;
  if (command === undefined || type === undefined) return NEED_MORE;
  if (type !== 1 && type !== 3 && type !== 4) {
    return { state: 'parsed', value: { command, target: 'unknown-type' }, length: bytes.length };
  }
  const nameLength = type === 3 ? bytes[4] : 0;
  if (nameLength === undefined) return NEED_MORE;
  const start = type === 3 ? 5 : 4;
  const end = start + (type === 1 ? 4 : type === 4 ? 16 : nameLength);
  if (bytes.length < end + 2) return NEED_MORE;
  const address = bytes.subarray(start, end);
  const host = type === 1 ? address.join('.') : type === 4 ? colonHex(address) : address.toString('latin1');
  const target = readTarget(host, bytes.readUInt16BE(end)) ?? 'invalid';
  return { state: 'parsed', value: { command, target }, length: end + 2 };
}

/** RFC 1928 §3: the method chosen, one of METHOD; after `unacceptable` it is for the client to leave. */
export function methodReply(method: number): Uint8Array {
  return Uint8Array.of(SOCKS5_VERSION, method);
}

/** RFC 1929 §2: whether the credentials are accepted; where they are not, the connection must be closed after it. */
export function credentialsReply(accepted: boolean): Uint8Array {
  return Uint8Array.of(CREDENTIALS_VERSION, accepted ? 0 : 1);
}

/** Nobody needs the address a connection left from, and a proxied one is not known. */
const UNSPECIFIED: HostPort = { host: '0.0.0.0', port: 0 };

/** RFC 1928 §6; `bound` is where datagrams are to be sent. */
export function socks5Reply(code: number, bound: HostPort = UNSPECIFIED): Uint8Array {
  return Buffer.concat([Uint8Array.of(SOCKS5_VERSION, code, 0), encodeAddress(bound)]);
}

/** RFC 1928 §6: why there is no tunnel; `timed-out` is said as “TTL expired”, for there is no nearer word. */
export function socks5Refusal(refusal: Refusal): Uint8Array {
  return socks5Reply(REFUSALS[refusal]);
}

function colonHex(address: Buffer): string {
  return (address.toString('hex').match(/.{4}/g) ?? []).join(':');
}
