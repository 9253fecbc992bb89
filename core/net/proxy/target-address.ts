import ipaddr from 'ipaddr.js';
import type { HostPort } from '../../model/address.ts';

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
