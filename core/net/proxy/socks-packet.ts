import type { HostPort } from '../../model/address.ts';
import type { Packet } from '../../model/dialer.ts';
import { decodeAddress, encodeAddress } from './target-address.ts';

/** Two reserved bytes, and the number of the fragment. */
const HEAD = Buffer.alloc(3);
const FRAGMENT_AT = 2;

/** A datagram as it passes between a SOCKS5 server and its client (RFC 1928 §7); `peer` is who it is for, or from. */
export function wrapSocksPacket(data: Uint8Array, peer: HostPort): Buffer {
  return Buffer.concat([HEAD, encodeAddress(peer), data]);
}

/** Undefined for what is no such datagram, and for fragments, which nobody has to put together (RFC 1928 §7). */
export function unwrapSocksPacket(bytes: Uint8Array): Packet | undefined {
  if (bytes[FRAGMENT_AT] !== 0) return undefined;
  const address = decodeAddress(bytes, HEAD.length);
  return address === undefined ? undefined : { from: address.target, data: bytes.subarray(address.end) };
}
