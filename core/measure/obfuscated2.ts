import { createCipheriv, createDecipheriv } from 'node:crypto';
import { NetError } from '../model/failure.ts';
import type { Clock, Random } from '../model/time.ts';

const HEADER_LENGTH = 64;
/** First four bytes a header must not have: they would be taken for HTTP, TLS or a bare MTProto transport. */
const FORBIDDEN_STARTS: ReadonlySet<string> = new Set(
  ['HEAD', 'POST', 'GET ', 'OPTI']
    .map((word) => Buffer.from(word, 'latin1').toString('hex'))
    .concat(['eeeeeeee', 'dddddddd', '16030102']),
);
const ABRIDGED_START = 0xef;
const PADDED_INTERMEDIATE = 0xdd;
const REQ_PQ_MULTI = 0xbe7e8ef1;
const RES_PQ = 0x05162463;
const NONCE_LENGTH = 16;
/** auth_key_id, message_id, length: what stands before an unencrypted message's body. */
const ENVELOPE_LENGTH = 20;
/** resPQ is about 100 bytes. */
const PACKET_LIMIT = 4096;

/** Both directions of an obfuscated connection, keyed by its header. */
interface Obfuscation {
  readonly header: Buffer;
  encrypt(data: Uint8Array): Buffer;
  decrypt(data: Uint8Array): Buffer;
}

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
  const { header, encrypt, decrypt } = createObfuscation(dc, random);
  const nonce = random.bytes(NONCE_LENGTH);
  const padding = random.bytes(Math.floor(random.uniform() * 16));
  const request = encodeRequest(nonce, clock.now());
  const length = Buffer.alloc(4);
  length.writeUInt32LE(request.length + padding.length);
  carrier.send([header, encrypt(Buffer.concat([length, request, padding]))]);

  const answered = decrypt(await carrier.exactly(4)).readUInt32LE();
  if (answered > PACKET_LIMIT) throw new NetError('dialogue', 'x_unexpected_answer');
  const answer = decrypt(await carrier.exactly(answered));
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

function createObfuscation(dc: number, random: Random): Obfuscation {
  const plain = drawHeader(random);
  plain.fill(PADDED_INTERMEDIATE, 56, 60);
  plain.writeInt16LE(dc, 60);
  const reversed = Buffer.from(plain.subarray(8, 56)).reverse();
  const encryptor = createCipheriv('aes-256-ctr', plain.subarray(8, 40), plain.subarray(40, 56));
  const decryptor = createDecipheriv('aes-256-ctr', reversed.subarray(0, 32), reversed.subarray(32, 48));
  const encrypted = encryptor.update(plain);
  return {
    header: Buffer.concat([plain.subarray(0, 56), encrypted.subarray(56)]),
    encrypt: (data) => encryptor.update(data),
    decrypt: (data) => decryptor.update(data),
  };
}

function drawHeader(random: Random): Buffer {
  for (;;) {
    const header = Buffer.from(random.bytes(HEADER_LENGTH));
    const isForbidden =
      header[0] === ABRIDGED_START ||
      FORBIDDEN_STARTS.has(header.toString('hex', 0, 4)) ||
      header.readUInt32LE(4) === 0;
    if (!isForbidden) return header;
  }
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
