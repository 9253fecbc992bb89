import type { Framing } from '../../net/obfuscated2.ts';
import type { ObfuscatedHeader } from './header.ts';

/** Bytes of one packet that are held until it is whole; an upload's part is half a mebibyte. */
const MOST_HELD = 1 << 20;
const LONG_ABRIDGED = 0x7f;

/**
 * Cuts the bytes that follow a header at the ends of packets, without changing one: a web socket of Telegram's takes one
 * packet in each message. A packet that is too long to be held goes on in several.
 */
export function createPacketSplitter({ framing, reveal }: Pick<ObfuscatedHeader, 'framing' | 'reveal'>) {
  let held: Buffer[] = [];
  let heldLength = 0;
  /** Of the packet's length, what has come. */
  let prefix: number[] = [];
  /** Of the packet's body, what has not come. */
  let missing = 0;

  const take = (): Buffer => {
    const packet = Buffer.concat(held);
    held = [];
    heldLength = 0;
    return packet;
  };
  const hold = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    // The caller may read the next chunk into the same memory.
    held.push(Buffer.from(bytes));
    heldLength += bytes.length;
  };

  /** Reads on in the revealed bytes from `at`; the index after the packet's last byte, or after all there is. */
  const advance = (plain: Buffer, at: number): { readonly end: number; readonly isWhole: boolean } => {
    let end = at;
    while (missing === 0 && end < plain.length) {
      prefix.push(plain[end] ?? 0);
      end += 1;
      const length = bodyLength(framing, prefix);
      if (length === undefined) continue;
      prefix = [];
      if (length === 0) return { end, isWhole: true };
      missing = length;
    }
    const taken = Math.min(missing, plain.length - end);
    missing -= taken;
    return { end: end + taken, isWhole: taken > 0 && missing === 0 };
  };

  return {
    /** What may leave now, one message each. */
    push(chunk: Uint8Array): readonly Buffer[] {
      const plain = reveal(chunk);
      const messages: Buffer[] = [];
      for (let at = 0; at < chunk.length; ) {
        const { end, isWhole } = advance(plain, at);
        hold(chunk.subarray(at, end));
        at = end;
        if (isWhole || heldLength > MOST_HELD) messages.push(take());
      }
      return messages;
    },
  };
}

/** Bytes of a packet after its length; undefined while that has not come whole. The highest bit asks for a quick reply. */
function bodyLength(framing: Framing, [first = 0, ...more]: readonly number[]): number | undefined {
  const bytes = [first & (framing === 'abridged' ? 0x7f : 0xff), ...more];
  if (framing === 'abridged') {
    if (bytes[0] !== LONG_ABRIDGED) return 4 * (bytes[0] ?? 0);
    return bytes.length < 4 ? undefined : 4 * littleEndian(bytes.slice(1));
  }
  return bytes.length < 4 ? undefined : littleEndian([...bytes.slice(0, 3), (bytes[3] ?? 0) & 0x7f]);
}

function littleEndian(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte, index) => sum + byte * 256 ** index, 0);
}
