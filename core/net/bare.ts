import type { Duplex } from 'node:stream';

/**
 * A stream that only wraps another for a while (a shaper, until the first flight is out) carries this method:
 * the stream that may be read and written directly from now on, or undefined while it still has work to do.
 */
export const BARE = Symbol('bare stream');

export interface Wrapping {
  [BARE](): Duplex | undefined;
}

/** The innermost stream that may be used in place of `stream` now; `stream` itself where there is none. */
export function bareStream(stream: Duplex): Duplex {
  let bare = stream;
  while (isWrapping(bare)) {
    const inner = bare[BARE]();
    if (inner === undefined) break;
    bare = inner;
  }
  return bare;
}

function isWrapping(stream: Duplex): stream is Duplex & Wrapping {
  return BARE in stream && typeof stream[BARE] === 'function';
}
