import { Duplex } from 'node:stream';
import { NetError } from '../../model/failure.ts';
import { onAbort } from '../abort.ts';
import { RELEASES } from '../releases.ts';

type Callback = (error?: Error | null) => void;

/** As much as the kernel gives at once: less would have a writer wait for each piece. Bytes. */
const HIGH_WATER = 128 << 10;
/**
 * What all channels together may have waiting: SSH itself takes megabytes for each, and what another one says would have to wait
 * behind them. Bytes.
 */
const MOST_WAITING = 256 << 10;

/**
 * One channel of an SSH connection as an ordinary stream: it can be destroyed, and it breaks when the connection does
 * (`over`, with its reason) instead of ending as if all had been said. Reads no more of the channel than is read of it.
 */
export class ChannelStream extends Duplex {
  /** Packets are copies. */
  readonly [RELEASES] = true;
  readonly #channel: Duplex;
  readonly #connection: Duplex;
  readonly #stopListening: () => void;
  #isClosed = false;

  /** `connection`: what carries the channel, and all others. */
  constructor(channel: Duplex, connection: Duplex, over: AbortSignal) {
    super({ allowHalfOpen: true, highWaterMark: HIGH_WATER });
    this.#channel = channel;
    this.#connection = connection;
    // Whoever destroys us early has nobody listening.
    this.on('error', () => undefined);
    channel.on('error', (error) => this.destroy(error));
    // As it comes: what `read` gives is put together first, up to megabytes of it.
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.pause();
    channel.once('end', () => this.push(null));
    channel.once('close', () => this.#closed());
    this.#stopListening = onAbort(over, () => this.destroy(over.reason));
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    // A closed channel would never call back.
    if (this.#isClosed) {
      callback(new NetError('write', 'connection_reset'));
      return;
    }
    // Each packet is written in three pieces, which would leave in as many segments.
    this.#connection.cork();
    let isTaken = false;
    this.#channel.write(chunk, (error) => {
      if (!isTaken) callback(error);
    });
    this.#connection.uncork();
    // It calls back a turn later, which would have each piece wait for the one before.
    isTaken = this.#channel.writableLength === 0;
    if (!isTaken) return;
    if (this.#connection.writableLength < MOST_WAITING) callback();
    else this.#connection.once('drain', () => callback());
  }

  override _final(callback: Callback): void {
    if (this.#isClosed) callback();
    else this.#channel.end(() => callback());
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#stopListening();
    this.#channel.destroy();
    callback(error);
  }

  /** The server takes no more; what it said before can still be read. */
  #closed(): void {
    this.#isClosed = true;
    if (this.writableFinished) return;
    if (this.readableEnded) this.destroy();
    else this.once('end', () => this.destroy());
  }
}
