import { Duplex } from 'node:stream';
import { NetError } from '../../model/failure.ts';
import type { Clock } from '../../model/time.ts';
import { withDeadline } from '../../net/deadline.ts';
import { HEADER_LENGTH } from '../../net/obfuscated2.ts';
import { readObfuscatedHeader } from './header.ts';
import { createPacketSplitter } from './packets.ts';
import type { WantedCentre } from './web-socket.ts';

/** Milliseconds for a web socket that is opened only once the app has said where to. */
const OPEN_MS = 10_000;

type Open = (wanted: WantedCentre, signal: AbortSignal) => Promise<Duplex>;
type Callback = (error?: Error | null) => void;

/** A web socket that was opened before the app had said a word. */
interface Ready {
  readonly wanted: WantedCentre;
  readonly socket: Duplex;
}

/**
 * What an app of Telegram's writes, in one message for the header and one for each packet; what comes back as it comes.
 * Fails with NetError('connect', 'x_proxy_forbidden_target') where the first 64 bytes are not an app's.
 */
export class TelegramStream extends Duplex {
  readonly #open: Open;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #ready: Ready | undefined;
  #socket: Duplex | undefined;
  #header: Buffer = Buffer.alloc(0);
  #split: ((chunk: Uint8Array) => readonly Buffer[]) | undefined;
  #isWanted = false;

  constructor(open: Open, clock: Clock, ready?: Ready) {
    super();
    this.#open = open;
    this.#clock = clock;
    this.#ready = ready;
    // Whoever destroys us early has nobody listening.
    this.on('error', () => undefined);
    if (ready !== undefined) this.#watchReady(ready.socket);
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    this.#carry(chunk).then(() => callback(), callback);
  }

  override _final(callback: Callback): void {
    // Nothing will ever come back for less than a header.
    if (this.#socket === undefined) this.push(null);
    if (this.#socket === undefined || this.#socket.writableEnded) callback();
    else this.#socket.end(() => callback());
  }

  override _read(): void {
    this.#isWanted = true;
    this.#pump();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#closing.abort();
    this.#ready?.socket.destroy();
    this.#socket?.destroy();
    callback(error);
  }

  async #carry(chunk: Uint8Array): Promise<void> {
    const rest = this.#split === undefined ? await this.#begin(chunk) : chunk;
    if (this.#split === undefined) return;
    for (const message of this.#split(rest)) await this.#say(message);
  }

  /** Gathers the header and opens what it asks for; the bytes after it. */
  async #begin(chunk: Uint8Array): Promise<Uint8Array> {
    const lacking = HEADER_LENGTH - this.#header.length;
    this.#header = Buffer.concat([this.#header, chunk.subarray(0, lacking)]);
    if (this.#header.length < HEADER_LENGTH) return new Uint8Array(0);
    const header = readObfuscatedHeader(this.#header);
    if (header === undefined) throw new NetError('connect', 'x_proxy_forbidden_target');
    // What follows may stand in memory that is read into again meanwhile.
    const rest = Buffer.from(chunk.subarray(lacking));
    this.#use(await this.#socketFor(header));
    await this.#say(this.#header);
    this.#split = createPacketSplitter(header).push;
    return rest;
  }

  #socketFor(wanted: WantedCentre): Promise<Duplex> | Duplex {
    const ready = this.#ready;
    this.#ready = undefined;
    const isSame = ready?.wanted.dataCentre === wanted.dataCentre && ready.wanted.isMedia === wanted.isMedia;
    if (ready !== undefined && isSame && !ready.socket.destroyed) return ready.socket;
    ready?.socket.destroy();
    const deadline = {
      signal: this.#closing.signal,
      ms: OPEN_MS,
      operation: 'connect',
      clock: this.#clock,
    } as const;
    return withDeadline(deadline, (signal) => this.#open(wanted, signal));
  }

  #use(socket: Duplex): void {
    this.#socket = socket;
    socket.on('error', (error) => this.destroy(error));
    socket.once('close', () => this.#socketClosed());
    socket.once('end', () => this.#socketEnded());
    socket.on('readable', () => this.#pump());
    if (this.destroyed) socket.destroy();
    else if (socket.destroyed) this.#socketClosed();
    this.#pump();
  }

  #say(message: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#socket === undefined) reject(new NetError('write', 'connection_already_closed'));
      else this.#socket.write(message, (error) => (error ? reject(error) : resolve()));
    });
  }

  #pump(): void {
    while (this.#isWanted && this.#socket !== undefined) {
      const chunk: unknown = this.#socket.read();
      if (chunk === null) return;
      this.#isWanted = this.push(chunk);
    }
  }

  /** Its end shows only to who reads, and it says nothing before it was spoken to. */
  #watchReady(socket: Duplex): void {
    const failed = (error: Error): void => {
      if (this.#ready !== undefined) this.destroy(error);
    };
    const over = (): void => failed(new NetError('read', 'eof_error'));
    socket.on('error', failed);
    socket.once('end', over);
    socket.once('close', over);
    socket.on('readable', () => {
      if (this.#ready !== undefined && socket.read() !== null) over();
    });
  }

  /** A web socket does not end one side alone. */
  #socketEnded(): void {
    this.push(null);
    this.#socket?.destroy();
  }

  #socketClosed(): void {
    const isUnread = this.#socket?.readableEnded === true && !this.readableEnded;
    if (isUnread) this.once('end', () => this.destroy());
    else this.destroy(this.#socket?.errored ?? undefined);
  }
}
