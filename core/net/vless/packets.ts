import { encodePort } from '../proxy/target-address.ts';

const LENGTH_BYTES = 2;

/** A datagram in VLESS's stream of them: how long it is, at most 65,535 bytes, and what it says. Whom it is for stands in the request. */
export function wrapVlessPacket(data: Uint8Array): Buffer {
  return Buffer.concat([encodePort(data.length), data]);
}

/** Takes such a stream apart, however it is cut; holds back at most one datagram. */
export function createVlessUnwrapper(): (chunk: Uint8Array) => Buffer[] {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    const packets: Buffer[] = [];
    while (held.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + held.readUInt16BE(0);
      if (held.length < end) break;
      packets.push(held.subarray(LENGTH_BYTES, end));
      held = held.subarray(end);
    }
    return packets;
  };
}
