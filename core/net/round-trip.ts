import type { Duplex } from 'node:stream';
import { bareStream } from './bare.ts';

const measured = new WeakMap<Duplex, number>();

/** Milliseconds the TCP handshake took under this stream (or the stream it wraps); undefined where unknown. */
export function roundTrip(stream: Duplex): number | undefined {
  return measured.get(stream) ?? measured.get(bareStream(stream));
}

/** Remembers the round trip of a stream; a dialer that wraps another hands its inner stream's on. */
export function noteRoundTrip(stream: Duplex, ms: number): void {
  measured.set(stream, ms);
}
