import { Duplex } from 'node:stream';
import { NetError } from '../../model/failure.ts';
import { onAbort } from '../abort.ts';

type Callback = (error?: Error | null) => void;

/**
 * One channel of an SSH connection as an ordinary stream: it can be destroyed, and it breaks when the connection does
 * (`over`, with its reason) instead of ending as if all had been said. Reads no more of the channel than is read of it.
 */
export class ChannelStream extends Duplex {
  readonly #channel: Duplex;
  readonly #stopListening: () => void;
  #isWanted = false;
  #isClosed = false;

  constructor(channel: Duplex, over: AbortSignal) {
    super({ allowHalfOpen: true });
    this.#channel = channel;
    // Whoever destroys us early has nobody listening.
    this.on('error', () => undefined);
    channel.on('error', (error) => this.destroy(error));
    channel.on('readable', () => this.#pump());
    channel.once('end', () => this.push(null));
    channel.once('close', () => this.#closed());
    this.#stopListening = onAbort(over, () => this.destroy(over.reason));
  }

  override _read(): void {
    this.#isWanted = true;
    this.#pump();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    // A closed channel would never call back.
    if (this.#isClosed) callback(new NetError('write', 'connection_reset'));
    else this.#channel.write(chunk, callback);
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

  #pump(): void {
    while (this.#isWanted && !this.destroyed) {
      const chunk: unknown = this.#channel.read();
      if (!(chunk instanceof Buffer)) return;
      if (!this.push(chunk)) this.#isWanted = false;
    }
  }

  /** The server takes no more; what it said before can still be read. */
  #closed(): void {
    this.#isClosed = true;
    if (this.writableFinished) return;
    if (this.readableEnded) this.destroy();
    else this.once('end', () => this.destroy());
  }
}
