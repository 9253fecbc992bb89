import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { blake3 } from '@noble/hashes/blake3.js';
import { type DatagramPeer, startDatagramPeer } from './datagrams.ts';

/** What an answer has wrong with it, or does once more. */
export interface Straying {
  /** Seconds by which its clock is ahead. */
  readonly ahead?: number;
  /** It names another client's session. */
  readonly isMisdirected?: boolean;
  /** It says that it is a request. */
  readonly isRequest?: boolean;
  /** Each is sent twice. */
  readonly isRepeated?: boolean;
  /** Bytes of padding. */
  readonly padding?: number;
  /** The session of the server: one for each client, unless it is given. */
  readonly session?: () => Buffer;
}

/**
 * A Shadowsocks server for datagrams of one AES-GCM method of SIP022, written from its text alone and with none of the code it
 * tests. What it is told comes back, as from the address it was for. `requests`: the numbers it was sent, in order.
 */
export async function startShadowsocks2022Datagrams(
  psk: Buffer,
  straying: Straying = {},
): Promise<DatagramPeer & { readonly requests: bigint[] }> {
  const requests: bigint[] = [];
  const own = randomBytes(8);
  let answered = 0n;
  const block = `aes-${psk.length * 8}-ecb`;
  const peer = await startDatagramPeer((bytes, { host, port }, socket) => {
    const head = createDecipheriv(block, psk, null).setAutoPadding(false).update(bytes.subarray(0, 16));
    const client = head.subarray(0, 8);
    const opened = crypt(psk, client, head.subarray(4), bytes.subarray(16), 'open');
    const late = Math.abs(Number(opened.readBigInt64BE(1)) - Math.floor(Date.now() / 1000));
    if (opened[0] !== 0 || late > 30) return;
    requests.push(head.readBigUInt64BE(8));
    const message = opened.subarray(11 + opened.readUInt16BE(9));

    const { ahead = 0, padding = 0, session = () => own } = straying;
    const answerHead = Buffer.alloc(16);
    session().copy(answerHead);
    answerHead.writeBigUInt64BE(answered, 8);
    answered += 1n;
    const fixed = Buffer.alloc(19);
    fixed.writeUInt8(straying.isRequest ? 0 : 1);
    fixed.writeBigInt64BE(BigInt(Math.floor(Date.now() / 1000) + ahead), 1);
    (straying.isMisdirected ? randomBytes(8) : client).copy(fixed, 9);
    fixed.writeUInt16BE(padding, 17);
    const plain = Buffer.concat([fixed, randomBytes(padding), message]);
    const answer = Buffer.concat([
      createCipheriv(block, psk, null).setAutoPadding(false).update(answerHead),
      crypt(psk, answerHead.subarray(0, 8), answerHead.subarray(4), plain, 'seal'),
    ]);
    for (let times = straying.isRepeated ? 2 : 1; times > 0; times -= 1) socket.send(answer, port, host);
  });
  return { ...peer, requests };
}

function crypt(psk: Buffer, session: Buffer, nonce: Buffer, bytes: Buffer, way: 'seal' | 'open'): Buffer {
  const context = new TextEncoder().encode('shadowsocks 2022 session subkey');
  const key = blake3(Buffer.concat([psk, session]), { context, dkLen: psk.length });
  const cipher = psk.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  if (way === 'seal') {
    const sealing = createCipheriv(cipher, key, nonce);
    return Buffer.concat([sealing.update(bytes), sealing.final(), sealing.getAuthTag()]);
  }
  const opening = createDecipheriv(cipher, key, nonce);
  opening.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([opening.update(bytes.subarray(0, -16)), opening.final()]);
}
