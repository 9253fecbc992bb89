import type { Random } from '../../model/time.ts';
import type { PacketCodec } from '../packets-through.ts';
import { decodeAddress, encodeAddress } from '../proxy/target-address.ts';
import { openOnce, sealOnce, TAG_BYTES } from './aead.ts';
import { type Method, sessionKey } from './method.ts';

/** Each datagram has a key of its own, so that this may stand for all of them (SIP004). */
const NONCE = new Uint8Array(12);

/** SIP004, UDP: each datagram is a salt and, sealed with its key, the far end's address and what is said. */
export function createPackets(method: Method, master: Uint8Array, random: Random): PacketCodec {
  const { keyBytes } = method;
  return {
    wrap(data, to) {
      const salt = random.bytes(keyBytes);
      const plain = Buffer.concat([encodeAddress(to), data]);
      return Buffer.concat([salt, ...sealOnce(method, sessionKey(method, master, salt), NONCE, plain)]);
    },
    unwrap({ data }) {
      if (data.length < keyBytes + TAG_BYTES) return undefined;
      const key = sessionKey(method, master, data.subarray(0, keyBytes));
      const plain = openOrNothing(() => openOnce(method, key, NONCE, data.subarray(keyBytes)));
      const address = plain && decodeAddress(plain);
      return address && { from: address.target, data: plain.subarray(address.end) };
    },
  };
}

/** Anybody may send us anything: what was not sealed for us is passed over. */
export function openOrNothing(open: () => Buffer): Buffer | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
