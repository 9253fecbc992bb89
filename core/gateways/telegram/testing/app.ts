import { type Cipher, createCipheriv } from 'node:crypto';

const TAGS = { abridged: 0xefefefef, intermediate: 0xeeeeeeee, padded: 0xdddddddd } as const;
export type AppFraming = keyof typeof TAGS;

/** An app's side of an obfuscated connection: `header`, then what `hide` makes of its packets. */
export function createApp(dataCentre: number, framing: AppFraming, fill = 0x5a) {
  const plain = Buffer.alloc(64, fill);
  plain.writeUInt32LE(TAGS[framing], 56);
  plain.writeInt16LE(dataCentre, 60);
  const cipher: Cipher = createCipheriv('aes-256-ctr', plain.subarray(8, 40), plain.subarray(40, 56));
  const hidden = cipher.update(plain);
  return {
    header: Buffer.concat([plain.subarray(0, 56), hidden.subarray(56)]),
    hide: (packet: Uint8Array) => cipher.update(packet),
  };
}

/** A packet as the framing writes it; an abridged body is a multiple of four bytes. */
export function frame(body: Uint8Array, framing: AppFraming, wantsQuickReply = false): Buffer {
  const mark = wantsQuickReply ? 0x80 : 0;
  const length = Buffer.alloc(4);
  if (framing !== 'abridged') {
    length.writeUInt32LE(body.length);
    length[3] = (length[3] ?? 0) | mark;
    return Buffer.concat([length, body]);
  }
  const words = body.length / 4;
  if (words < 0x7f) return Buffer.concat([Buffer.from([words | mark]), body]);
  length.writeUInt32LE(words << 8);
  length[0] = 0x7f | mark;
  return Buffer.concat([length, body]);
}
