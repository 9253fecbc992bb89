import ipaddr from 'ipaddr.js';
import type { HostPort } from '../../model/address.ts';

const [IPV4, NAME, IPV6] = [1, 3, 4];

/** A target as SOCKS5 writes it (RFC 1928 §5), which Shadowsocks begins with. A name is at most 255 bytes of ASCII. */
export function encodeAddress({ host, port }: HostPort): Buffer {
  const behind = Buffer.alloc(2);
  behind.writeUInt16BE(port);
  if (ipaddr.isValid(host)) {
    const address = ipaddr.parse(host);
    const type = address.kind() === 'ipv4' ? IPV4 : IPV6;
    return Buffer.concat([Buffer.from([type, ...address.toByteArray()]), behind]);
  }
  const name = Buffer.from(host, 'latin1');
  return Buffer.concat([Buffer.from([NAME, name.length]), name, behind]);
}
