import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Obfuscation } from '../../net/obfuscated2.ts';

type Callback = (error?: Error | null) => void;

/** An app's connection with a secret, and the one without that is to be made of it. */
export interface Recoding {
  readonly app: Socket;
  /** By the secret. */
  readonly withSecret: Obfuscation;
  /** Of the connection onwards, which begins with `header`. */
  readonly without: Obfuscation & { readonly header: Uint8Array };
  /** Told once: whether anything came back, or the other side gave up before. Not told where the app left first. */
  readonly onOutcome: (hasAnswered: boolean) => void;
}

/**
 * What an app of Telegram's says over a connection with a secret, as if it had been opened without: read from it is what
 * goes on to a data centre, written to it what comes back. Not a byte of what is hidden inside is changed. An end is passed
 * on as an end, a break as a break.
 */
export class RecodedApp extends Duplex {
  readonly #recoding: Recoding;
  #isWanted = false;
  #isTold = false;

  constructor(recoding: Recoding) {
    super();
    this.#recoding = recoding;
    const { app, without } = recoding;
    this.on('error', () => undefined);
    this.push(without.header);
    app.on('readable', () => this.#pump());
    app.once('end', () => this.push(null));
    app.once('close', () => {
      if (!app.readableEnded || !app.writableFinished) this.destroy();
    });
  }

  override _read(): void {
    this.#isWanted = true;
    this.#pump();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    const { app, withSecret, without } = this.#recoding;
    this.#tell(true);
    app.write(withSecret.hide(without.reveal(chunk)), callback);
  }

  override _final(callback: Callback): void {
    const { app } = this.#recoding;
    if (!app.readableEnded) this.#tell(false);
    app.end(() => callback());
  }

  override _destroy(error: Error | null, callback: Callback): void {
    const { app } = this.#recoding;
    const isOrderly = app.readableEnded && app.writableFinished;
    if (!app.readableEnded && !app.destroyed) this.#tell(false);
    if (isOrderly || app.destroyed) app.destroy();
    else app.resetAndDestroy();
    callback(error);
  }

  #pump(): void {
    const { app, withSecret, without } = this.#recoding;
    while (this.#isWanted) {
      const chunk: unknown = app.read();
      if (!(chunk instanceof Buffer)) return;
      this.#isWanted = this.push(without.hide(withSecret.reveal(chunk)));
    }
  }

  #tell(hasAnswered: boolean): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#recoding.onOutcome(hasAnswered);
  }
}
