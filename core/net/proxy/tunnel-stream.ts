import { Duplex } from 'node:stream';
import type { NetError } from '../../model/failure.ts';
import { RELEASES } from '../releases.ts';
import { proxyError } from './failure.ts';

/** How a protocol writes and reads what passes through its server. */
export interface TunnelCodec {
  /** What leaves for a chunk, or for the end where the chunk is empty. */
  readonly encode: (chunk: Uint8Array) => Uint8Array;
  /** Whether what leaves is always a copy. */
  readonly isCopying?: boolean;
  /** What a chunk from the server carries. Throws where it is not this protocol. */
  readonly decode: (chunk: Buffer) => readonly Buffer[];
  /** What it means that the server ends here; null where that is in order. */
  readonly ended: () => NetError | null;
}

/** As much as the kernel gives at once: less would have a writer wait for each piece. Bytes. */
const HIGH_WATER = 128 << 10;

type Callback = (error?: Error | null) => void;

/**
 * The plain text of a connection to a server. Reads no more of the server than is read of it; destroying either destroys
 * both. Fails with NetError('proxy', 'x_proxy_not_a_proxy') where an answer cannot be decoded.
 */
export class TunnelStream extends Duplex {
  readonly #inner: Duplex;
  readonly #codec: TunnelCodec;
  #isWanted = false;
  #isOver = false;

  constructor(inner: Duplex, codec: TunnelCodec) {
    super({ allowHalfOpen: true, highWaterMark: HIGH_WATER });
    this.#inner = inner;
    this.#codec = codec;
    // Whoever destroys us early has nobody listening.
    this.on('error', () => undefined);
    inner.on('error', (error) => this.destroy(error));
    inner.once('close', () => this.#innerClosed());
    inner.on('readable', () => this.#pump());
    inner.once('end', () => this.#innerEnded());
    if (inner.destroyed) this.destroy();
  }

  get [RELEASES](): boolean {
    return this.#codec.isCopying === true;
  }

  /** Writes to the server without being asked to, as the protocol wants it. */
  say(): void {
    if (!this.destroyed && !this.writableEnded) this.#write(new Uint8Array(0), () => undefined);
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    this.#write(chunk, callback);
  }

  override _final(callback: Callback): void {
    this.#write(new Uint8Array(0), () => {
      if (this.#inner.writableEnded) callback();
      else this.#inner.end(() => callback());
    });
  }

  override _read(): void {
    this.#isWanted = true;
    this.#pump();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#inner.destroy();
    callback(error);
  }

  #write(chunk: Uint8Array, callback: Callback): void {
    const encoded = this.#codec.encode(chunk);
    if (encoded.length === 0) callback();
    else if (this.#inner.write(encoded)) callback();
    else this.#inner.once('drain', () => callback());
  }

  #pump(): void {
    while (this.#isWanted && !this.destroyed) {
      const chunk: unknown = this.#inner.read();
      if (!(chunk instanceof Buffer)) return;
      try {
        for (const plain of this.#codec.decode(chunk))
          if (plain.length > 0 && !this.push(plain)) this.#isWanted = false;
      } catch {
        this.destroy(proxyError('x_proxy_not_a_proxy'));
      }
    }
  }

  #innerEnded(): void {
    const error = this.#codec.ended();
    if (error !== null) this.destroy(error);
    else {
      this.#isOver = true;
      this.push(null);
    }
  }

  #innerClosed(): void {
    if (this.#isOver && this.writableFinished && !this.#inner.errored) return;
    this.destroy(this.#inner.errored ?? undefined);
  }
}
