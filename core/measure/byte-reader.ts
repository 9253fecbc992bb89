import type { Duplex } from 'node:stream';
import { NetError, type Operation } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { onAbort } from '../net/abort.ts';
import { classify } from '../net/classify.ts';

export interface ReaderOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What a NetError of this reader names. */
  readonly operation: Operation;
  /** Milliseconds without a byte after which a read fails with `generic_timeout_error`; unlimited where somebody else watches. */
  readonly silence?: number;
}

/** Pulls bytes from a stream with a limit on silence. Failures are NetErrors; an abort is the signal's reason. */
export interface ByteReader {
  /** Bytes received so far, taken or not. */
  received(): number;
  /** Whatever has come, at least one byte and at most `limit`; null at an orderly end. */
  some(limit?: number): Promise<Buffer | null>;
  /** The same, but an end is `eof_error`. */
  more(): Promise<Buffer>;
  /** Exactly `length` bytes; an early end is `eof_error`. */
  exactly(length: number): Promise<Buffer>;
  /** All up to and with `delimiter`; more than `limit` bytes without it is `x_unexpected_answer`. */
  until(delimiter: string, limit: number): Promise<Buffer>;
}

/** One reader per stream: it listens for the stream's errors from now on. */
export function createByteReader(stream: Duplex, options: ReaderOptions): ByteReader {
  const { operation } = options;
  let buffered: Buffer = Buffer.alloc(0);
  let received = 0;
  let failure: unknown;
  stream.on('error', (error) => {
    failure ??= error;
  });

  const pull = async (): Promise<boolean> => {
    for (;;) {
      options.signal.throwIfAborted();
      const chunk: unknown = stream.read();
      if (Buffer.isBuffer(chunk)) {
        buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
        received += chunk.length;
        return true;
      }
      const error = failure ?? stream.errored;
      if (error) throw classify(error, operation);
      if (stream.readableEnded) return false;
      if (stream.destroyed) throw new NetError(operation, 'connection_already_closed');
      await happening(stream, options);
    }
  };
  const need = async () => {
    if (!(await pull())) throw new NetError(operation, 'eof_error');
  };
  const take = (length: number) => {
    const taken = buffered.subarray(0, length);
    buffered = buffered.subarray(length);
    return taken;
  };

  return {
    received: () => received,
    async some(limit = Number.POSITIVE_INFINITY) {
      if (buffered.length === 0 && !(await pull())) return null;
      return take(Math.min(limit, buffered.length));
    },
    async more() {
      if (buffered.length === 0) await need();
      return take(buffered.length);
    },
    async exactly(length) {
      while (buffered.length < length) await need();
      return take(length);
    },
    async until(delimiter, limit) {
      for (;;) {
        const at = buffered.indexOf(delimiter, 0, 'latin1');
        const length = at < 0 ? buffered.length : at + delimiter.length;
        if (length > limit) throw new NetError(operation, 'x_unexpected_answer');
        if (at >= 0) return take(length);
        await need();
      }
    },
  };
}

/** Resolves when the stream has news; rejects after the silence limit or on abort. */
function happening(stream: Duplex, { signal, clock, operation, silence }: ReaderOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = new AbortController();
    const done = () => {
      for (const event of NEWS) stream.off(event, settle);
      stopListening();
      timer.abort();
    };
    const settle = () => {
      done();
      resolve();
    };
    const fail = (reason: unknown) => {
      done();
      reject(reason);
    };
    let stopListening = () => {};
    for (const event of NEWS) stream.on(event, settle);
    stopListening = onAbort(signal, () => fail(signal.reason));
    if (silence === undefined) return;
    clock.sleep(silence, timer.signal).then(
      () => fail(new NetError(operation, 'generic_timeout_error')),
      () => undefined,
    );
  });
}

const NEWS = ['readable', 'end', 'error', 'close'] as const;
