import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { bareStream } from '../net/bare.ts';

/**
 * Counts what arrives below TLS: a censor who freezes a flow in the middle of a TLS record leaves not one
 * decrypted byte. Call it once TLS reads from `stream`; the function returns the bytes received so far.
 */
export function countWireBytes(stream: Duplex): () => number {
  const bare = bareStream(stream);
  if (bare instanceof Socket) return () => bare.bytesRead;
  let bytes = 0;
  // TLS over a stream that is no socket listens for data too: one more listener takes nothing from it.
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  return () => bytes;
}
