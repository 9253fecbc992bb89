/** Positions in some bytes: `start` included, `end` not. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads big-endian fields one after another. A read past the end gives 0 and marks the cursor as overrun
 * instead of throwing, so that a parser reads on and looks at `overrun` once.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;
  overrun = false;

  constructor(bytes: Uint8Array, range: ByteRange = { start: 0, end: bytes.length }) {
    this.bytes = bytes;
    this.position = range.start;
    this.end = range.end;
  }

  get left(): number {
    return this.end - this.position;
  }

  /** An unsigned number of `size` bytes (1–3). */
  number(size: number): number {
    const range = this.skip(size);
    let value = 0;
    for (let at = range.start; at < range.end; at++) value = value * 256 + (this.bytes[at] ?? 0);
    return value;
  }

  /** The next `size` bytes; an empty range when there are not as many. */
  skip(size: number): ByteRange {
    const start = this.position;
    if (size > this.left) {
      this.overrun = true;
      this.position = this.end;
      return { start, end: start };
    }
    this.position = start + size;
    return { start, end: this.position };
  }

  /** A TLS vector: its length in `size` bytes, then as many bytes (RFC 8446 §3.4). */
  vector(size: number): ByteRange {
    return this.skip(this.number(size));
  }
}
