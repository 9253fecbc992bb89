import { Duplex } from 'node:stream';

/**
 * Stands between the `socks` package and a stream. The package takes any Duplex, but treats it as its own: it
 * emits 'connect' on it, and once the tunnel is open it emits what came too early as a 'data' event, which is
 * lost when nobody listens yet. Fed byte by byte through this port, it never holds a byte that is not its own.
 */
export class SocksPort extends Duplex {
  #stream: Duplex | undefined;

  constructor(stream: Duplex) {
    super();
    this.#stream = stream;
  }

  /** Whether the package has stopped listening: the tunnel is open, or the port destroyed. */
  get finished(): boolean {
    return this.destroyed || this.listenerCount('data') === 0;
  }

  feed(byte: Buffer): void {
    this.emit('data', byte);
  }

  /** Lets go of the stream: the package's own timer holds on to this port for as long as it was told to wait. */
  detach(): void {
    this.#stream = undefined;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#stream?.write(chunk);
    done();
  }
}
