import { Duplex } from 'node:stream';
import type { Clock } from '../../model/time.ts';
import { proxyError } from '../proxy/failure.ts';
import { createOpener, createSealer, type Opener } from './chunks.ts';
import { type Method, sessionKey } from './method.ts';

/** How long the target's address waits for the first bytes, so that both leave in one piece. Milliseconds. */
const FIRST_WORDS_MS = 10;

export interface StreamParts {
  readonly method: Method;
  readonly master: Uint8Array;
  /** What this side's direction begins with: as many bytes as the key has. */
  readonly salt: Uint8Array;
  /** The encoded target. */
  readonly address: Uint8Array;
  readonly clock: Clock;
}

type Callback = (error?: Error | null) => void;

/**
 * The plain text of a connection to a Shadowsocks server (SIP004). The target's address leaves together with what is
 * written first, or alone where the other side is to speak first. Fails with NetError('proxy', 'x_proxy_not_a_proxy')
 * where an answer was not sealed with our key, and with 'x_proxy_far_end_failed' where the server hangs up without one:
 * the protocol does not tell a wrong password from a target that cannot be reached.
 */
export class ShadowsocksStream extends Duplex {
  readonly #inner: Duplex;
  readonly #parts: StreamParts;
  readonly #seal: (plain: Uint8Array) => Buffer;
  readonly #waiting = new AbortController();
  #greeted = false;
  #opener: Opener | undefined;
  /** The server's salt, while it is not whole. */
  #salt: Buffer = Buffer.alloc(0);
  #isReading = false;
  #isOver = false;

  constructor(inner: Duplex, parts: StreamParts) {
    super({ allowHalfOpen: true });
    this.#inner = inner;
    this.#parts = parts;
    this.#seal = createSealer(parts.method, sessionKey(parts.master, parts.salt));
    // Whoever destroys us early has nobody listening.
    this.on('error', () => undefined);
    inner.on('error', (error) => this.destroy(error));
    inner.once('close', () => this.#innerClosed());
    inner.on('readable', () => this.#pump());
    inner.once('end', () => this.#ended());
    parts.clock.sleep(FIRST_WORDS_MS, this.#waiting.signal).then(
      () => {
        if (!this.#greeted && !this.destroyed) inner.write(this.#sealed(new Uint8Array(0)));
      },
      () => undefined,
    );
    if (inner.destroyed) this.destroy();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    this.#inner.write(this.#sealed(chunk), callback);
  }

  override _final(callback: Callback): void {
    if (!this.#greeted) this.#inner.write(this.#sealed(new Uint8Array(0)));
    if (this.#inner.writableEnded) callback();
    else this.#inner.end(() => callback());
  }

  override _read(): void {
    this.#isReading = true;
    this.#pump();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#waiting.abort();
    this.#inner.destroy();
    callback(error);
  }

  #sealed(chunk: Uint8Array): Buffer {
    if (this.#greeted) return this.#seal(chunk);
    this.#greeted = true;
    this.#waiting.abort();
    const { salt, address } = this.#parts;
    return Buffer.concat([salt, this.#seal(Buffer.concat([address, chunk]))]);
  }

  /** Reads no more than is asked for: the server is slowed down by whoever reads us. */
  #pump(): void {
    while (this.#isReading && !this.destroyed) {
      const chunk: unknown = this.#inner.read();
      if (!(chunk instanceof Buffer)) return;
      try {
        for (const plain of this.#open(chunk)) if (!this.push(plain)) this.#isReading = false;
      } catch {
        this.destroy(proxyError('x_proxy_not_a_proxy'));
      }
    }
  }

  #open(chunk: Buffer): Buffer[] {
    if (this.#opener !== undefined) return this.#opener.push(chunk);
    const { method, master } = this.#parts;
    this.#salt = Buffer.concat([this.#salt, chunk]);
    if (this.#salt.length < method.keyBytes) return [];
    const salt = this.#salt.subarray(0, method.keyBytes);
    const rest = this.#salt.subarray(method.keyBytes);
    this.#salt = Buffer.alloc(0);
    this.#opener = createOpener(method, sessionKey(master, salt));
    return this.#opener.push(rest);
  }

  #ended(): void {
    if (this.#opener === undefined) this.destroy(proxyError('x_proxy_far_end_failed'));
    else {
      this.#isOver = true;
      this.push(null);
    }
  }

  #innerClosed(): void {
    if (this.#isOver && !this.#inner.errored) {
      if (this.writableFinished) return;
      this.destroy();
      return;
    }
    this.destroy(this.#inner.errored ?? undefined);
  }
}
