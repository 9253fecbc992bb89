import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Clock } from '../../model/time.ts';
import { BARE, bareStream, type Wrapping } from '../bare.ts';
import { noteRoundTrip, roundTrip } from '../round-trip.ts';
import { fragmentHello, type Piece } from './fragment.ts';
import { HelloReader, type HelloReading } from './read.ts';
import { concatBytes } from './records.ts';
import type { Shape } from './shape.ts';

/** Milliseconds without a byte after which an unfinished hello is let go as it is. */
export const HOLD_TIME = 200;

type Callback = (error?: Error | null) => void;

/** Dials with `inner` and shapes the first flight of each stream. Rejects as `inner` does. */
export function createShapingDialer(
  inner: StreamDialer,
  shape: Shape,
  options: { clock: Clock },
): StreamDialer {
  return {
    async dial(target, dialOptions) {
      const stream = await inner.dial(target, dialOptions);
      const shaped = shapeFirstFlight(stream, shape, options);
      const ms = roundTrip(stream);
      if (ms !== undefined) noteRoundTrip(shaped, ms);
      return shaped;
    },
  };
}

/**
 * Wraps a stream so that a ClientHello written first leaves in the pieces of `shape`. The first bytes are held back
 * until the hello is whole; what is no hello, or not whole after HOLD_TIME without a byte, leaves as it was written.
 * The stream is not read before the wrapper is. `bareStream` gives the stream itself once the first flight is out,
 * unless the wrapper has been read: stay with the wrapper then. Destroying either destroys both.
 */
export function shapeFirstFlight(stream: Duplex, shape: Shape, options: { clock: Clock }): Duplex {
  return new ShapedStream(stream, shape, options.clock);
}

class ShapedStream extends Duplex implements Wrapping {
  readonly #inner: Duplex;
  readonly #shape: Shape;
  readonly #clock: Clock;
  /** Present while bytes are held back. */
  #held: HelloReader | undefined = new HelloReader();
  #holding = new AbortController();
  readonly #closing = new AbortController();
  #wasRead = false;
  #wanted = false;

  constructor(inner: Duplex, shape: Shape, clock: Clock) {
    super();
    this.#inner = inner;
    this.#shape = shape;
    this.#clock = clock;
    inner.on('error', (error) => this.destroy(error));
    // Whoever took the bare stream listens there, and an error nobody listens for would end the process.
    this.on('error', () => undefined);
    inner.once('close', () => this.#innerClosed());
    if (inner.destroyed) this.destroy();
  }

  [BARE](): Duplex | undefined {
    const busy = this.#held !== undefined || this.writableLength > 0 || this.#wasRead;
    return busy ? undefined : this.#inner;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    this.#holding.abort();
    if (this.#held === undefined) {
      this.#inner.write(chunk, callback);
      return;
    }
    const reading = this.#held.push(chunk);
    if (reading.state === 'need-more') {
      this.#holdOn();
      callback();
      return;
    }
    const pieces = this.#piecesOf(reading, this.#held.flight);
    this.#held = undefined;
    this.#send(pieces).then(() => callback(), callback);
  }

  override _final(callback: Callback): void {
    this.#letGo();
    if (this.#inner.writableEnded) callback();
    else this.#inner.end(() => callback());
  }

  override _read(): void {
    this.#wanted = true;
    if (!this.#wasRead) {
      this.#wasRead = true;
      this.#inner.on('readable', () => this.#pump());
      this.#inner.once('end', () => this.push(null));
    }
    this.#pump();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#holding.abort();
    this.#closing.abort();
    this.#inner.destroy();
    callback(error);
  }

  #holdOn(): void {
    this.#holding = new AbortController();
    this.#clock.sleep(HOLD_TIME, this.#holding.signal).then(
      () => this.#letGo(),
      () => undefined,
    );
  }

  /** Writes what is held back as it is. */
  #letGo(): void {
    const flight = this.#held?.flight;
    this.#held = undefined;
    this.#holding.abort();
    if (flight !== undefined && flight.length > 0) this.#inner.write(flight);
  }

  /** What follows the hello in the same flight (early data) leaves with the last piece. */
  #piecesOf(reading: HelloReading, flight: Uint8Array): readonly Piece[] {
    if (reading.state !== 'hello') return [{ bytes: flight, gapBefore: 0 }];
    const pieces = [...fragmentHello(reading.hello, this.#shape, roundTrip(this.#inner))];
    const last = pieces.pop();
    if (last === undefined) return pieces;
    const rest = flight.subarray(reading.hello.bytes.length);
    return [...pieces, { ...last, bytes: concatBytes([last.bytes, rest]) }];
  }

  async #send(pieces: readonly Piece[]): Promise<void> {
    const bare = bareStream(this.#inner);
    // Nagle's algorithm would join every piece but the first (RFC 9293 §3.7.4).
    if (bare instanceof Socket) bare.setNoDelay(true);
    for (const { bytes, gapBefore } of pieces) {
      if (gapBefore > 0) await this.#clock.sleep(gapBefore, this.#closing.signal);
      // One by one: pieces that wait together in a stream's queue would leave in one system call.
      await new Promise<void>((resolve, reject) => {
        this.#inner.write(bytes, (error) => (error ? reject(error) : resolve()));
      });
    }
  }

  #pump(): void {
    while (this.#wanted) {
      const chunk: unknown = this.#inner.read();
      if (chunk === null) return;
      this.#wanted = this.push(chunk);
    }
  }

  #innerClosed(): void {
    const unread = this.#wasRead && this.#inner.readableEnded && !this.readableEnded;
    if (unread) this.once('end', () => this.destroy());
    else this.destroy();
  }
}
