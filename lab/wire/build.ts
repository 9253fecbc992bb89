import { addressBytes, addressVersion } from './address.ts';
import { foldChecksum, sumWords } from './checksum.ts';
import { Flag, type Packet, Protocol, type TcpPacket, type UdpPacket } from './packet.ts';

const TIME_TO_LIVE = 64;

interface Ends {
  readonly source: string;
  readonly destination: string;
}

export type TcpFields = Omit<TcpPacket, 'kind' | 'bytes' | 'version'>;
export type UdpFields = Omit<UdpPacket, 'kind' | 'bytes' | 'version'>;

/** Builds a TCP packet with both checksums right (RFC 9293). `options` must be a multiple of 4 bytes. */
export function buildTcp(fields: TcpFields): TcpPacket {
  const headerLength = 20 + fields.options.length;
  const segment = Buffer.alloc(headerLength + fields.payload.length);
  segment.writeUInt16BE(fields.sourcePort, 0);
  segment.writeUInt16BE(fields.destinationPort, 2);
  segment.writeUInt32BE(fields.sequence >>> 0, 4);
  segment.writeUInt32BE(fields.acknowledgment >>> 0, 8);
  segment.writeUInt8((headerLength / 4) << 4, 12);
  segment.writeUInt8(fields.flags, 13);
  segment.writeUInt16BE(fields.window, 14);
  fields.options.copy(segment, 20);
  fields.payload.copy(segment, headerLength);
  segment.writeUInt16BE(transportChecksum(fields, Protocol.tcp, segment), 16);
  const version = addressVersion(fields.source);
  return { ...fields, kind: 'tcp', version, bytes: buildIp(fields, Protocol.tcp, segment) };
}

/** Builds a UDP packet with both checksums right (RFC 768). */
export function buildUdp(fields: UdpFields): UdpPacket {
  const segment = Buffer.alloc(8 + fields.payload.length);
  segment.writeUInt16BE(fields.sourcePort, 0);
  segment.writeUInt16BE(fields.destinationPort, 2);
  segment.writeUInt16BE(segment.length, 4);
  fields.payload.copy(segment, 8);
  // Zero means "no checksum" in UDP, so a sum of zero is sent as all ones.
  segment.writeUInt16BE(transportChecksum(fields, Protocol.udp, segment) || 0xffff, 6);
  const version = addressVersion(fields.source);
  return { ...fields, kind: 'udp', version, bytes: buildIp(fields, Protocol.udp, segment) };
}

/** The answer to a UDP packet, from the one it was sent to. */
export function answerUdp(query: UdpPacket, payload: Buffer): UdpPacket {
  return buildUdp({
    source: query.destination,
    sourcePort: query.destinationPort,
    destination: query.source,
    destinationPort: query.sourcePort,
    payload,
  });
}

/** The reset that its sender gets for a packet, as if the other end had refused it (RFC 9293 §3.10.7). */
export function resetToSender(packet: TcpPacket): TcpPacket {
  const consumed = packet.payload.length + (packet.flags & (Flag.syn | Flag.fin) ? 1 : 0);
  return buildTcp({
    source: packet.destination,
    sourcePort: packet.destinationPort,
    destination: packet.source,
    destinationPort: packet.sourcePort,
    sequence: packet.flags & Flag.ack ? packet.acknowledgment : 0,
    acknowledgment: packet.sequence + consumed,
    flags: Flag.rst | Flag.ack,
    window: 0,
    options: Buffer.alloc(0),
    payload: Buffer.alloc(0),
  });
}

/** The reset that the receiver of a packet gets in its place, with the sequence number it waits for. */
export function resetToReceiver(packet: TcpPacket): TcpPacket {
  return buildTcp({
    ...packet,
    flags: Flag.rst | Flag.ack,
    window: 0,
    options: Buffer.alloc(0),
    payload: Buffer.alloc(0),
  });
}

/** "Administratively prohibited": ICMP 3/10 (RFC 1122) or ICMPv6 1/1 (RFC 4443), quoting the packet. */
export function prohibited(packet: Packet): Packet {
  const ends = { source: packet.destination, destination: packet.source };
  const isV4 = packet.version === 4;
  const quoted = packet.bytes.subarray(0, isV4 ? 28 : 1232);
  const message = Buffer.alloc(8 + quoted.length);
  message.writeUInt8(isV4 ? 3 : 1, 0);
  message.writeUInt8(isV4 ? 10 : 1, 1);
  quoted.copy(message, 8);
  const protocol = isV4 ? Protocol.icmp : Protocol.icmp6;
  const sum = isV4 ? foldChecksum(sumWords(message)) : transportChecksum(ends, protocol, message);
  message.writeUInt16BE(sum, 2);
  return {
    ...ends,
    kind: 'other',
    protocol,
    version: packet.version,
    bytes: buildIp(ends, protocol, message),
  };
}

/** The sum over the pseudo header and the segment, whose own checksum field must be zero (RFC 8200 §8.1). */
export function transportChecksum(ends: Ends, protocol: number, segment: Buffer): number {
  const addresses = sumWords(addressBytes(ends.source)) + sumWords(addressBytes(ends.destination));
  return foldChecksum(sumWords(segment, addresses + protocol + segment.length));
}

function buildIp(ends: Ends, protocol: number, content: Buffer): Buffer {
  const source = addressBytes(ends.source);
  const destination = addressBytes(ends.destination);
  if (source.length === 16) {
    const header = Buffer.alloc(40);
    header.writeUInt8(0x60, 0);
    header.writeUInt16BE(content.length, 4);
    header.writeUInt8(protocol, 6);
    header.writeUInt8(TIME_TO_LIVE, 7);
    return Buffer.concat([header.subarray(0, 8), source, destination, content]);
  }
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + content.length, 2);
  header.writeUInt16BE(0x4000, 6);
  header.writeUInt8(TIME_TO_LIVE, 8);
  header.writeUInt8(protocol, 9);
  source.copy(header, 12);
  destination.copy(header, 16);
  header.writeUInt16BE(foldChecksum(sumWords(header)), 10);
  return Buffer.concat([header, content]);
}
