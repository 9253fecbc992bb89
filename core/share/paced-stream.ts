import { Duplex } from 'node:stream';
import { hardClose } from '../local-proxy/streams.ts';
import type { Clock } from '../model/time.ts';
import type { Pace } from './pace.ts';

/** As much as the kernel gives at once. Bytes. */
const HIGH_WATER = 128 << 10;

type Callback = (error?: Error | null) => void;

/**
 * A device's stream whose bytes, from it and to it, come no faster than its pace. An end is passed on as an end, a break as a
 * break.
 */
export class PacedStream extends Duplex {
  readonly #inner: Duplex;
  readonly #pace: Pace;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #isWanted = false;
  #isHolding = false;
  #hasEnded = false;

  constructor(inner: Duplex, pace: Pace, clock: Clock) {
    super({ highWaterMark: HIGH_WATER });
    this.#inner = inner;
    this.#pace = pace;
    this.#clock = clock;
    this.on('error', () => undefined);
    inner.on('readable', this.#pump);
    inner.once('end', this.#ended);
    inner.once('close', this.#closed);
    if (inner.destroyed) this.destroy();
  }

  /** Leaves the stream to whoever reads it from now on. */
  release(): void {
    this.#inner.off('readable', this.#pump).off('end', this.#ended).off('close', this.#closed);
  }

  override _read(): void {
    this.#isWanted = true;
    this.#pump();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    this.#inTurn(chunk.length, () => this.#inner.write(chunk, callback));
  }

  override _final(callback: Callback): void {
    if (this.#inner.writableEnded) callback();
    else this.#inner.end(() => callback());
  }

  override _destroy(error: Error | null, callback: Callback): void {
    for (const callOff of this.#waiting) callOff();
    if (this.#inner.readableEnded && this.#inner.writableFinished) this.#inner.destroy();
    else hardClose(this.#inner);
    callback(error);
  }

  readonly #pump = (): void => {
    while (this.#isWanted && !this.#isHolding && !this.destroyed) {
      const chunk: unknown = this.#inner.read();
      if (!(chunk instanceof Buffer)) return;
      this.#isHolding = true;
      this.#inTurn(chunk.length, () => this.#handOn(chunk));
    }
  };

  #handOn(chunk: Buffer): void {
    this.#isHolding = false;
    this.#isWanted = this.push(chunk);
    if (this.#hasEnded) this.push(null);
    else this.#pump();
  }

  /** It may end while its last bytes wait. */
  readonly #ended = (): void => {
    this.#hasEnded = true;
    if (!this.#isHolding) this.push(null);
  };

  readonly #closed = (): void => {
    if (!this.#inner.readableEnded || !this.#inner.writableFinished) this.destroy();
  };

  #inTurn(bytes: number, work: () => void): void {
    const ms = this.#pace(bytes);
    if (ms === 0) {
      work();
      return;
    }
    const callOff = this.#clock.after(ms, () => {
      this.#waiting.delete(callOff);
      work();
    });
    this.#waiting.add(callOff);
  }
}
