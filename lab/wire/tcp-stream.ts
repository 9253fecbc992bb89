import { isOpening, type TcpPacket } from './packet.ts';

const MAX_BYTES = 32 * 1024;
const MAX_WAITING = 64;

/** The first bytes one end of a TCP connection sends, put in order however they arrive. */
export class TcpStream {
  #base: number | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #waiting: { readonly offset: number; readonly payload: Buffer }[] = [];

  /** What has arrived without a gap, at most 32 KiB. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Whether no more is kept, because the limit is reached. */
  get isFull(): boolean {
    return this.#bytes.length >= MAX_BYTES;
  }

  /** Whether something has arrived behind a piece that has not. */
  get hasGap(): boolean {
    return this.#waiting.length > 0;
  }

  /** The sequence number that follows `bytes`: what the receiver waits for, if it got all of them. */
  get next(): number | undefined {
    return this.#base === undefined ? undefined : (this.#base + this.#bytes.length) >>> 0;
  }

  /** How far behind the start of the stream a segment begins; negative before it. */
  offsetOf(packet: TcpPacket): number {
    return this.#base === undefined ? 0 : (packet.sequence - this.#base) | 0;
  }

  /** Takes in a segment from this end; without a SYN, the first segment seen counts as the start. */
  add(packet: TcpPacket): void {
    if (isOpening(packet)) {
      this.#base = (packet.sequence + 1) >>> 0;
      return;
    }
    if (packet.payload.length === 0 || this.isFull) return;
    this.#base ??= packet.sequence;
    if (this.#waiting.length < MAX_WAITING) {
      this.#waiting.push({ offset: this.offsetOf(packet), payload: packet.payload });
    }
    this.#joinWaiting();
  }

  #joinWaiting(): void {
    this.#waiting.sort((one, other) => one.offset - other.offset);
    const later = [];
    for (const piece of this.#waiting) {
      const known = this.#bytes.length - piece.offset;
      if (known < 0) later.push(piece);
      else if (known < piece.payload.length) {
        this.#bytes = Buffer.concat([this.#bytes, piece.payload.subarray(known)]).subarray(0, MAX_BYTES);
      }
    }
    this.#waiting = later;
  }
}
