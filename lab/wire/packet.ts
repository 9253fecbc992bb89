import { addressText } from './address.ts';

/** `up` is from the client to the world, `down` from the world to the client. */
export type Direction = 'up' | 'down';

export const Protocol = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 } as const;
export const Flag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

interface Ip {
  /** The whole IP packet. */
  readonly bytes: Buffer;
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
}

export interface TcpPacket extends Ip {
  readonly kind: 'tcp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly window: number;
  readonly options: Buffer;
  readonly payload: Buffer;
}

export interface UdpPacket extends Ip {
  readonly kind: 'udp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Buffer;
}

/** ICMP, fragments and whatever else; only its addresses are looked at. */
interface OtherPacket extends Ip {
  readonly kind: 'other';
  readonly protocol: number;
}

export type Packet = TcpPacket | UdpPacket | OtherPacket;

/** Reads an IP packet; undefined when it is not one, or its TCP or UDP header lies about its length. */
export function parsePacket(bytes: Buffer): Packet | undefined {
  const version = (bytes[0] ?? 0) >> 4;
  if (version === 4) return parseIpv4(bytes);
  if (version === 6) return parseIpv6(bytes);
  return undefined;
}

function parseIpv4(bytes: Buffer): Packet | undefined {
  if (bytes.length < 20) return undefined;
  const headerLength = (bytes.readUInt8(0) & 0xf) * 4;
  const total = bytes.readUInt16BE(2);
  if (headerLength < 20 || total < headerLength || total > bytes.length) return undefined;
  const ip: Ip = {
    bytes: bytes.subarray(0, total),
    version: 4,
    source: addressText(bytes.subarray(12, 16)),
    destination: addressText(bytes.subarray(16, 20)),
  };
  const isFragment = (bytes.readUInt16BE(6) & 0x3fff) !== 0;
  const protocol = bytes.readUInt8(9);
  if (isFragment) return { ...ip, kind: 'other', protocol };
  return parseTransport(ip, protocol, ip.bytes.subarray(headerLength));
}

function parseIpv6(bytes: Buffer): Packet | undefined {
  if (bytes.length < 40) return undefined;
  const total = 40 + bytes.readUInt16BE(4);
  if (total > bytes.length) return undefined;
  const ip: Ip = {
    bytes: bytes.subarray(0, total),
    version: 6,
    source: addressText(bytes.subarray(8, 24)),
    destination: addressText(bytes.subarray(24, 40)),
  };
  return parseTransport(ip, bytes.readUInt8(6), ip.bytes.subarray(40));
}

function parseTransport(ip: Ip, protocol: number, segment: Buffer): Packet | undefined {
  if (protocol === Protocol.tcp) return parseTcp(ip, segment);
  if (protocol === Protocol.udp) return parseUdp(ip, segment);
  return { ...ip, kind: 'other', protocol };
}

function parseTcp(ip: Ip, segment: Buffer): TcpPacket | undefined {
  if (segment.length < 20) return undefined;
  const headerLength = (segment.readUInt8(12) >> 4) * 4;
  if (headerLength < 20 || headerLength > segment.length) return undefined;
  return {
    ...ip,
    kind: 'tcp',
    sourcePort: segment.readUInt16BE(0),
    destinationPort: segment.readUInt16BE(2),
    sequence: segment.readUInt32BE(4),
    acknowledgment: segment.readUInt32BE(8),
    flags: segment.readUInt8(13),
    window: segment.readUInt16BE(14),
    options: segment.subarray(20, headerLength),
    payload: segment.subarray(headerLength),
  };
}

function parseUdp(ip: Ip, segment: Buffer): UdpPacket | undefined {
  if (segment.length < 8) return undefined;
  const length = segment.readUInt16BE(4);
  if (length < 8 || length > segment.length) return undefined;
  return {
    ...ip,
    kind: 'udp',
    sourcePort: segment.readUInt16BE(0),
    destinationPort: segment.readUInt16BE(2),
    payload: segment.subarray(8, length),
  };
}

/** How many routers a packet may pass, and one more (IPv4's time to live, IPv6's hop limit). */
export function timeToLive({ bytes, version }: Packet): number {
  return bytes.readUInt8(version === 4 ? 8 : 7);
}

/** Whether a TCP packet opens a connection. */
export function isOpening(packet: TcpPacket): boolean {
  return (packet.flags & (Flag.syn | Flag.ack)) === Flag.syn;
}

/** Whether a TCP packet says that its sender is done (FIN or RST). */
export function isClosing(packet: TcpPacket): boolean {
  return (packet.flags & (Flag.fin | Flag.rst)) !== 0;
}

/** The largest segment its sender accepts (RFC 9293 §3.7.1), when a SYN says so. */
export function maximumSegment(packet: TcpPacket): number | undefined {
  const { options } = packet;
  let at = 0;
  while (at < options.length) {
    const kind = options[at];
    if (kind === 0) return undefined;
    const length = kind === 1 ? 1 : (options[at + 1] ?? 0);
    if (length < 1 || (kind !== 1 && length < 2)) return undefined;
    if (kind === 2 && length === 4 && at + 4 <= options.length) return options.readUInt16BE(at + 2);
    at += length;
  }
  return undefined;
}
