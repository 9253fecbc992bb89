import { NetError } from '../model/failure.ts';
import type { Clock, Random } from '../model/time.ts';
import { openObfuscated } from '../net/obfuscated2.ts';

const REQ_PQ_MULTI = 0xbe7e8ef1;
const RES_PQ = 0x05162463;
const NONCE_LENGTH = 16;
/** auth_key_id, message_id, length: what stands before an unencrypted message's body. */
const ENVELOPE_LENGTH = 20;
/** resPQ is about 100 bytes. */
const PACKET_LIMIT = 4096;

/** What carries the exchange: a bare connection, or the binary messages of a web socket. */
export interface PqCarrier {
  /** The header, then one packet; a web socket makes a message of each. */
  send(pieces: readonly Uint8Array[]): void;
  exactly(length: number): Promise<Buffer>;
}

/**
 * Asks a Telegram data centre for `resPQ` over obfuscated2 with padded intermediate framing
 * (core.telegram.org/mtproto/mtproto-transports) and checks that it returns our nonce; else `x_unexpected_answer`.
 * `dc` is the signed number of the data centre, negative for media.
 */
export async function askForPq(
  carrier: PqCarrier,
  dc: number,
  { random, clock }: { random: Random; clock: Clock },
): Promise<void> {
  const { header, hide, reveal } = openObfuscated({ framing: 'padded', centre: dc }, { random });
  const nonce = random.bytes(NONCE_LENGTH);
  const padding = random.bytes(Math.floor(random.uniform() * 16));
  const request = encodeRequest(nonce, clock.now());
  const length = Buffer.alloc(4);
  length.writeUInt32LE(request.length + padding.length);
  carrier.send([header, hide(Buffer.concat([length, request, padding]))]);

  const answered = reveal(await carrier.exactly(4)).readUInt32LE();
  if (answered > PACKET_LIMIT) throw new NetError('dialogue', 'x_unexpected_answer');
  const answer = reveal(await carrier.exactly(answered));
  if (!isResPq(answer, nonce)) throw new NetError('dialogue', 'x_unexpected_answer');
}

/** Whether an unencrypted message is a `resPQ` for this nonce. Never throws. */
export function isResPq(message: Buffer, nonce: Uint8Array): boolean {
  const body = ENVELOPE_LENGTH + 4;
  if (message.length < body + NONCE_LENGTH) return false;
  const isUnencrypted = message.readBigUInt64LE(0) === 0n;
  return (
    isUnencrypted &&
    message.readUInt32LE(ENVELOPE_LENGTH) === RES_PQ &&
    message.subarray(body, body + NONCE_LENGTH).equals(nonce)
  );
}

/** `req_pq_multi` as an unencrypted MTProto message; its identifier is the time, as the protocol asks. */
function encodeRequest(nonce: Uint8Array, now: number): Buffer {
  const message = Buffer.alloc(ENVELOPE_LENGTH + 4 + NONCE_LENGTH);
  message.writeBigUInt64LE(BigInt(Math.floor(now / 1000)) << 32n, 8);
  message.writeUInt32LE(4 + NONCE_LENGTH, 16);
  message.writeUInt32LE(REQ_PQ_MULTI, ENVELOPE_LENGTH);
  message.set(nonce, ENVELOPE_LENGTH + 4);
  return message;
}
