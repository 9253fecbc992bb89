import type { HostPort } from '../../model/address.ts';
import type { Packet } from '../../model/dialer.ts';
import { decodeAddress, encodeAddress, encodePort } from '../proxy/target-address.ts';

const CRLF = Buffer.from('\r\n');
/** Of the payload, then the line's end. */
const TAIL_BYTES = 2 + CRLF.length;
/** Of an address: its kind, a name with its length, the port. */
const LONGEST_ADDRESS = 1 + 1 + 255 + 2;

/** A datagram in Trojan's stream of them: who it is for, or from, how long it is, and what it says. */
export function wrapTrojanPacket(data: Uint8Array, peer: HostPort): Buffer {
  return Buffer.concat([encodeAddress(peer), encodePort(data.length), CRLF, data]);
}

/**
 * Takes such a stream apart, however it is cut; holds back at most one datagram. Throws where it is none: then it cannot be told
 * where the next begins.
 */
export function createTrojanUnwrapper(): (chunk: Uint8Array) => Packet[] {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    const packets: Packet[] = [];
    for (;;) {
      const address = decodeAddress(held);
      if (address === undefined && held.length >= LONGEST_ADDRESS) throw new Error('not an address');
      if (address === undefined || held.length < address.end + TAIL_BYTES) return packets;
      const start = address.end + TAIL_BYTES;
      if (!held.subarray(address.end + 2, start).equals(CRLF)) throw new Error('not a datagram');
      const end = start + held.readUInt16BE(address.end);
      if (held.length < end) return packets;
      packets.push({ from: address.target, data: held.subarray(start, end) });
      held = held.subarray(end);
    }
  };
}
