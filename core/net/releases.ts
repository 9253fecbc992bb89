import type { Duplex } from 'node:stream';

/**
 * A stream whose property of this name is true keeps nothing of a chunk once it has called back for it, not even in what it
 * wraps: the writer may use that memory again.
 */
export const RELEASES = Symbol('releases what it was given');

/** Whether a stream says so of itself. */
export function releases(stream: Duplex): boolean {
  return RELEASES in stream && stream[RELEASES] === true;
}
