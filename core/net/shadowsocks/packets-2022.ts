import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Clock, Random } from '../../model/time.ts';
import type { PacketCodec } from '../packets-through.ts';
import { decodeAddress, encodeAddress } from '../proxy/target-address.ts';
import { openOnce, sealOnce, TAG_BYTES } from './aead.ts';
import { type Method, sessionKey } from './method.ts';
import { createPacketWindow, type PacketWindow } from './packet-window.ts';
import { openOrNothing } from './packets.ts';

const [TO_SERVER, TO_CLIENT] = [0, 1];
const ID_BYTES = 8;
/** Session and number: one block of AES. */
const HEAD_BYTES = 16;
/** Of the head, where the nonce of the rest begins. */
const NONCE_AT = 4;
const TIME_AT = 1;
/** What stands before the padding's length in an answer: the type, the time, our session. */
const ANSWER_HEAD_BYTES = 1 + 8 + ID_BYTES;
const PADDING_LENGTH_BYTES = 2;
/** How far an answer's clock may be from ours. Seconds. */
const MOST_SECONDS = 30;
/** A server that starts anew has a new session; what the one before sent may still be under way. */
const MOST_SESSIONS = 2;

interface ServerSession {
  readonly key: Uint8Array;
  readonly window: PacketWindow;
}

/**
 * SIP022 §3.2, UDP, for one flow: each side has a session of its own and numbers its datagrams; an answer names the session it
 * is for. What is not of now, not for us, or was there before is passed over.
 */
export function createPackets2022(
  method: Method,
  master: Uint8Array,
  clock: Clock,
  random: Random,
): PacketCodec {
  const session = Buffer.from(random.bytes(ID_BYTES));
  const key = sessionKey(method, master, session);
  const block = method.keyBytes === 16 ? 'aes-128-ecb' : 'aes-256-ecb';
  const sessions = new Map<string, ServerSession>();
  const seconds = () => Math.floor(clock.now() / 1000);
  let number = 0n;

  function sessionOf(id: Buffer): ServerSession {
    return (
      sessions.get(id.toString('latin1')) ?? {
        key: sessionKey(method, master, id),
        window: createPacketWindow(),
      }
    );
  }

  /** Only now, when it was opened, may something be kept of it. */
  function keep(id: Buffer, known: ServerSession): void {
    sessions.set(id.toString('latin1'), known);
    const [oldest] = sessions.keys();
    if (sessions.size > MOST_SESSIONS && oldest !== undefined) sessions.delete(oldest);
  }

  return {
    wrap(data, to) {
      const head = Buffer.alloc(HEAD_BYTES);
      session.copy(head);
      head.writeBigUInt64BE(number, ID_BYTES);
      number += 1n;
      const fixed = Buffer.alloc(1 + 8 + PADDING_LENGTH_BYTES);
      fixed.writeUInt8(TO_SERVER);
      fixed.writeBigUInt64BE(BigInt(seconds()), TIME_AT);
      const plain = Buffer.concat([fixed, encodeAddress(to), data]);
      return Buffer.concat([
        createCipheriv(block, master, null).setAutoPadding(false).update(head),
        ...sealOnce(method, key, head.subarray(NONCE_AT), plain),
      ]);
    },
    unwrap({ data }) {
      if (data.length < HEAD_BYTES + TAG_BYTES) return undefined;
      const opening = createDecipheriv(block, master, null).setAutoPadding(false);
      const head = opening.update(data.subarray(0, HEAD_BYTES));
      const id = head.subarray(0, ID_BYTES);
      const known = sessionOf(id);
      const sealed = data.subarray(HEAD_BYTES);
      const plain = openOrNothing(() => openOnce(method, known.key, head.subarray(NONCE_AT), sealed));
      if (plain === undefined || plain.length < ANSWER_HEAD_BYTES + PADDING_LENGTH_BYTES) return undefined;
      const isTimely = Math.abs(Number(plain.readBigUInt64BE(TIME_AT)) - seconds()) <= MOST_SECONDS;
      const isOurs = plain.subarray(TIME_AT + 8, ANSWER_HEAD_BYTES).equals(session);
      if (plain[0] !== TO_CLIENT || !isTimely || !isOurs) return undefined;
      if (!known.window.isNew(head.readBigUInt64BE(ID_BYTES))) return undefined;
      keep(id, known);
      const at = ANSWER_HEAD_BYTES + PADDING_LENGTH_BYTES + plain.readUInt16BE(ANSWER_HEAD_BYTES);
      const address = decodeAddress(plain, at);
      return address && { from: address.target, data: plain.subarray(address.end) };
    },
  };
}
