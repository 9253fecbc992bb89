import type { Random } from '../../model/time.ts';
import type { Framing } from '../../net/obfuscated2.ts';

/** Bytes of one packet that are held until it is whole; an upload's part is half a mebibyte. */
const MOST_HELD = 2 << 20;
const LONG_ABRIDGED = 0x7f;
/** Bytes. */
const QUICK_REPLY = 4;
/** Padding is shorter than this (core.telegram.org/mtproto/mtproto-transports, “Padded intermediate”). */
const PADDING = 16;
/** Auth key, message key, and the first block of what is encrypted. */
const LEAST_MESSAGE = 24;

/** Other framing, the same packets. Both throw RangeError where a packet is too long to be held. */
export interface Reframer {
  /** What an app wrote, as the proxy takes it. */
  readonly up: (plain: Uint8Array) => Buffer;
  /** What the proxy wrote, as the app wants it. */
  readonly down: (plain: Uint8Array) => Buffer;
}

/** A packet without its padding, or the four bytes by which a quick reply is given. */
interface Packet {
  readonly body: Buffer;
  /** Up: whether a quick reply is wanted; down: whether it is one. */
  readonly isQuick: boolean;
}

/** For an app that writes one kind of packets, and a proxy that takes another. */
export function createReframer(app: Framing, proxy: Framing, random: Random): Reframer {
  const fromApp = createPacketReader(app, (held) => readHead(app, held));
  const fromProxy = createPacketReader(proxy, (held) => {
    const head = readHead(proxy, held);
    return head?.isQuick ? { ...head, skipped: 0, length: QUICK_REPLY } : head;
  });
  return {
    up: (plain) => Buffer.concat(fromApp(plain).map((packet) => write(packet, proxy, random))),
    down: (plain) =>
      Buffer.concat(
        fromProxy(plain).map((packet) =>
          packet.isQuick ? turned(packet.body, app, proxy) : write(packet, app, random),
        ),
      ),
  };
}

interface Head {
  /** Bytes before the body, and of it. */
  readonly skipped: number;
  readonly length: number;
  readonly isQuick: boolean;
}

function createPacketReader(
  framing: Framing,
  headOf: (held: Buffer) => Head | undefined,
): (plain: Uint8Array) => Packet[] {
  let held: Buffer = Buffer.alloc(0);
  return (plain) => {
    held = Buffer.concat([held, plain]);
    const packets: Packet[] = [];
    for (;;) {
      const head = headOf(held);
      if (head === undefined) return packets;
      const { skipped, length, isQuick } = head;
      const end = skipped + length;
      if (end > MOST_HELD) throw new RangeError('a packet too long to be held');
      if (held.length < end) return packets;
      const body = held.subarray(skipped, end);
      const isReply = skipped === 0;
      packets.push({ body: framing === 'padded' && !isReply ? withoutPadding(body) : body, isQuick });
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

function write({ body, isQuick }: Packet, framing: Framing, random: Random): Buffer {
  const length = Buffer.alloc(4);
  const mark = isQuick ? 0x80 : 0;
  if (framing === 'abridged') {
    const words = body.length >> 2;
    if (words < LONG_ABRIDGED) return Buffer.concat([Buffer.of(words + mark), body]);
    length.writeUInt32LE(words * 256 + LONG_ABRIDGED + mark);
    return Buffer.concat([length, body]);
  }
  const padding =
    framing === 'padded' ? random.bytes(Math.floor(random.uniform() * PADDING)) : new Uint8Array(0);
  length.writeUInt32LE(body.length + padding.length);
  length.writeUInt8(length.readUInt8(3) + mark, 3);
  return Buffer.concat([length, body, padding]);
}

/** An abridged quick reply stands the other way round, so that its first byte shows what it is. */
function turned(reply: Buffer, app: Framing, proxy: Framing): Buffer {
  return (app === 'abridged') === (proxy === 'abridged') ? reply : Buffer.from(reply).reverse();
}

/**
 * The message in a padded packet: an error's four bytes; what an unencrypted message says itself; else the keys and whole
 * blocks of 16 (core.telegram.org/mtproto/description).
 */
function withoutPadding(body: Buffer): Buffer {
  if (body.length < LEAST_MESSAGE) return body.subarray(0, 4);
  const length =
    body.readBigUInt64LE(0) === 0n
      ? Math.min(body.length & ~3, 20 + (body.readUInt32LE(16) & 0xfffffc))
      : LEAST_MESSAGE + ((body.length - LEAST_MESSAGE) & ~15);
  return body.subarray(0, length);
}
