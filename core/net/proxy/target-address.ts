import ipaddr from 'ipaddr.js';
import type { HostPort } from '../../model/address.ts';
import { normaliseIp } from '../ip.ts';
import { isPlainHost } from './upstream.ts';

/** What kinds of address are called on the wire. */
export interface AddressTypes {
  readonly ipv4: number;
  readonly name: number;
  readonly ipv6: number;
}

/** SOCKS5's (RFC 1928 §5), which Shadowsocks and Trojan took over. */
const SOCKS_TYPES: AddressTypes = { ipv4: 1, name: 3, ipv6: 4 };

/** The type, then the address, a name with its length before it: at most 255 bytes of ASCII. */
export function encodeHost(host: string, types: AddressTypes): Buffer {
  if (ipaddr.isValid(host)) {
    const address = ipaddr.parse(host);
    return Buffer.from([address.kind() === 'ipv4' ? types.ipv4 : types.ipv6, ...address.toByteArray()]);
  }
  const name = Buffer.from(host, 'latin1');
  return Buffer.concat([Buffer.from([types.name, name.length]), name]);
}

/** A port as two bytes, the higher first. */
export function encodePort(port: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(port);
  return bytes;
}

/** A target as SOCKS5 writes it: host, then port. */
export function encodeAddress({ host, port }: HostPort): Buffer {
  return Buffer.concat([encodeHost(host, SOCKS_TYPES), encodePort(port)]);
}

/**
 * The target that `encodeAddress` wrote at a place, an address in its one spelling, and where it ends; undefined where that
 * is cut short, of no kind known here, or holds a name that nobody could be asked for.
 */
export function decodeAddress(
  bytes: Uint8Array,
  at = 0,
): { readonly target: HostPort; readonly end: number } | undefined {
  const kind = bytes[at];
  const isName = kind === SOCKS_TYPES.name;
  const length =
    kind === SOCKS_TYPES.ipv4 ? 4 : kind === SOCKS_TYPES.ipv6 ? 16 : isName ? bytes[at + 1] : undefined;
  if (length === undefined) return undefined;
  const start = at + (isName ? 2 : 1);
  const end = start + length + 2;
  if (bytes.length < end) return undefined;
  const host = readHost(Buffer.from(bytes.buffer, bytes.byteOffset + start, length), isName);
  if (host === undefined) return undefined;
  return { target: { host, port: (bytes[end - 2] ?? 0) * 256 + (bytes[end - 1] ?? 0) }, end };
}

function readHost(bytes: Buffer, isName: boolean): string | undefined {
  if (isName) {
    const name = bytes.toString('latin1');
    return isPlainHost(name) ? name : undefined;
  }
  return bytes.length === 4 ? bytes.join('.') : normaliseIp(ipaddr.fromByteArray([...bytes]).toString());
}
