import type { Writable } from 'node:stream';

/** No more is held back than this. Bytes. */
const MOST = 64 * 1024;
/** Pieces of this size gain nothing by company. Bytes. */
const LARGE = 32 * 1024;

/** Writes to a stream, a little later than one by one. */
export interface Gathering {
  /** False once the stream is full; it says 'drain' when it no longer is. */
  write(chunk: Uint8Array): boolean;
  /** Writes what is held back. */
  release(): void;
}

/**
 * Writes the first piece of a turn of the event loop at once, and small ones that follow in it together at its end, or sooner
 * where they are 64 KiB: a TLS connection hands over each of its records by itself, and a small write costs the kernel hardly less
 * than a large one.
 */
export function createGathering(to: Writable): Gathering {
  let isTurn = false;
  let isHeld = false;
  const release = (): void => {
    if (isHeld) to.uncork();
    isHeld = false;
  };
  const turnIsOver = (): void => {
    isTurn = false;
    release();
  };
  return {
    release,
    write(chunk) {
      if (!isTurn) {
        isTurn = true;
        setImmediate(turnIsOver);
      } else if (!isHeld && chunk.length < LARGE) {
        isHeld = true;
        to.cork();
      }
      to.write(chunk);
      if (to.writableLength >= MOST) release();
      return isHeld || !to.writableNeedDrain;
    },
  };
}
