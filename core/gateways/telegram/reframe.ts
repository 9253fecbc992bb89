import type { Random } from '../../model/time.ts';
import type { Framing } from '../../net/obfuscated2.ts';

/** Bytes of one packet that are held until it is whole; an upload's part is half a mebibyte. */
const MOST_HELD = 2 << 20;
const LONG_ABRIDGED = 0x7f;
/** Padding is shorter than this (core.telegram.org/mtproto/mtproto-transports, “Padded intermediate”). */
const PADDING = 16;
/** Auth key, message key, and the first block of what is encrypted. */
const LEAST_MESSAGE = 24;

/** Other framing, the same packets. Both throw RangeError where a packet is too long to be held. */
export interface Reframer {
  /** What an app wrote, in padded packets. */
  readonly up: (plain: Uint8Array) => Buffer;
  /** What came in padded packets, as the app wants it. */
  readonly down: (plain: Uint8Array) => Buffer;
}

/** A packet, or the four bytes by which a quick reply is given. */
interface Packet {
  readonly body: Buffer;
  /** Up: whether a quick reply is wanted; down: whether it is one. */
  readonly isQuick: boolean;
}

/** For a proxy that takes padded packets alone, and an app that writes others. */
export function createReframer(framing: Exclude<Framing, 'padded'>, random: Random): Reframer {
  const fromApp = createPacketReader((held) => readHead(framing, held));
  const fromProxy = createPacketReader((held) => {
    const head = readHead('padded', held);
    return head?.isQuick ? { ...head, skipped: 0, length: 4 } : head;
  });
  return {
    up: (plain) => Buffer.concat(fromApp(plain).map((packet) => padded(packet, random))),
    down: (plain) => Buffer.concat(fromProxy(plain).map((packet) => bare(packet, framing))),
  };
}

interface Head {
  /** Bytes before the body, and of it. */
  readonly skipped: number;
  readonly length: number;
  readonly isQuick: boolean;
}

function createPacketReader(headOf: (held: Buffer) => Head | undefined): (plain: Uint8Array) => Packet[] {
  let held: Buffer = Buffer.alloc(0);
  return (plain) => {
    held = Buffer.concat([held, plain]);
    const packets: Packet[] = [];
    for (;;) {
      const head = headOf(held);
      if (head === undefined) return packets;
      const end = head.skipped + head.length;
      if (end > MOST_HELD) throw new RangeError('a packet too long to be held');
      if (held.length < end) return packets;
      packets.push({ body: held.subarray(head.skipped, end), isQuick: head.isQuick });
      held = held.subarray(end);
    }
  };
}

/** What stands before a packet; undefined while that has not come whole. The highest bit is the quick reply's. */
function readHead(framing: Framing, held: Buffer): Head | undefined {
  const [first] = held;
  if (first === undefined) return undefined;
  if (framing === 'abridged') {
    const isQuick = first >= 0x80;
    const words = first & 0x7f;
    if (words !== LONG_ABRIDGED) return { skipped: 1, length: 4 * words, isQuick };
    return held.length < 4 ? undefined : { skipped: 4, length: 4 * held.readUIntLE(1, 3), isQuick };
  }
  if (held.length < 4) return undefined;
  const word = held.readUInt32LE();
  return { skipped: 4, length: word & 0x7fffffff, isQuick: word >= 0x80000000 };
}

function padded({ body, isQuick }: Packet, random: Random): Buffer {
  const padding = random.bytes(Math.floor(random.uniform() * PADDING));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length + padding.length + (isQuick ? 0x80000000 : 0));
  return Buffer.concat([length, body, padding]);
}

function bare({ body, isQuick }: Packet, framing: Exclude<Framing, 'padded'>): Buffer {
  // An abridged quick reply stands the other way round, so that its first byte shows what it is.
  if (isQuick) return framing === 'abridged' ? Buffer.from(body).reverse() : body;
  const message = body.subarray(0, lengthWithin(body));
  const length = Buffer.alloc(4);
  if (framing === 'intermediate') {
    length.writeUInt32LE(message.length);
    return Buffer.concat([length, message]);
  }
  const words = message.length >> 2;
  if (words < LONG_ABRIDGED) return Buffer.concat([Buffer.of(words), message]);
  length.writeUInt32LE(words * 256 + LONG_ABRIDGED);
  return Buffer.concat([length, message]);
}

/**
 * How much of a padded packet is the message: an error's four bytes; what an unencrypted message says itself; else the
 * keys and whole blocks of 16 (core.telegram.org/mtproto/description).
 */
function lengthWithin(body: Buffer): number {
  if (body.length < LEAST_MESSAGE) return Math.min(4, body.length);
  if (body.readBigUInt64LE(0) === 0n)
    return Math.min(body.length & ~3, 20 + (body.readUInt32LE(16) & 0xfffffc));
  return LEAST_MESSAGE + ((body.length - LEAST_MESSAGE) & ~15);
}
