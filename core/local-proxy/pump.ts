import type { OnReadOpts, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const SMALLEST = 4 * 1024;
const LARGEST = 1024 * 1024;
const GROWTH = 4;
/** So many reads in a row that would have fitted a smaller buffer give the larger one back. */
const READS_BEFORE_SHRINKING = 64;
/** All buffers of all relays together do not grow beyond this, over the smallest that each has. */
const BUDGET = 64 * 1024 * 1024;
let grown = 0;
const NOTHING = Buffer.alloc(0);

/** One direction, from an adopted socket to another one or to a stream that releases what it was given. */
export interface Pump {
  readonly onread: OnReadOpts & { readonly buffer: () => Uint8Array };
  /** Passes what comes first, then what it reads; `from` has been adopted. */
  start(from: Socket, first: readonly Uint8Array[], to: Duplex): void;
  /** Gives the buffer back; nothing may be read any more. */
  stop(): void;
}

/**
 * Reads into one buffer and writes from it. A write that was taken at once has left the buffer free for the next
 * read; one that was not stops the reading until it is. The buffer grows while reads fill it, so that a
 * thousand idle tunnels cost little and one busy one is fast.
 */
export function createPump(seen: (chunk: Uint8Array) => void): Pump {
  let buffer = Buffer.allocUnsafeSlow(SMALLEST);
  let roomy = 0;
  let isWaiting = false;
  let ends: { readonly from: Socket; readonly to: Duplex } | undefined;

  const replace = (size: number): void => {
    grown += size - buffer.length;
    buffer = Buffer.allocUnsafeSlow(size);
    roomy = 0;
  };
  const resize = (read: number): void => {
    if (read === buffer.length) {
      const larger = buffer.length * GROWTH;
      if (larger <= LARGEST && grown + larger <= BUDGET) replace(larger);
      return;
    }
    roomy = read * GROWTH <= buffer.length ? roomy + 1 : 0;
    if (roomy >= READS_BEFORE_SHRINKING && buffer.length > SMALLEST) replace(buffer.length / GROWTH);
  };
  const mustWait = (): boolean => {
    isWaiting = (ends?.to.writableLength ?? 0) > 0;
    return isWaiting;
  };
  const written = (): void => {
    if (isWaiting && !mustWait()) ends?.from.resume();
  };
  const pass = (chunk: Uint8Array): void => {
    seen(chunk);
    if (ends?.to.writable) ends.to.write(chunk, written);
  };

  return {
    onread: {
      buffer: () => buffer,
      callback(count, into) {
        pass(into.subarray(0, count));
        if (mustWait()) return false;
        resize(count);
        return true;
      },
    },
    start(from, first, to) {
      ends = { from, to };
      from.once('end', () => to.end());
      for (const chunk of first) if (chunk.length > 0) pass(chunk);
      if (!mustWait()) from.resume();
    },
    stop() {
      grown -= buffer.length - SMALLEST;
      buffer = NOTHING;
      ends = undefined;
    },
  };
}
