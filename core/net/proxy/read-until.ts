import type { Duplex } from 'node:stream';
import { NetError } from '../../model/failure.ts';
import { onAbort } from '../abort.ts';
import { classify } from '../classify.ts';

/** What a reader has made of the bytes so far, and the bytes that are not its own. */
export interface Taken<T> {
  readonly value: T;
  readonly rest: Buffer;
}

/**
 * Gives each chunk of a stream to `take` until it returns what it was looking for; the rest goes back in front
 * of the stream, for whoever reads next. Rejects with what `take` throws, NetError('read', …) where the stream
 * breaks, NetError('read', 'eof_error') where it ends, or the signal's reason. Leaves no listener behind.
 */
export function readUntil<T>(
  stream: Duplex,
  signal: AbortSignal,
  take: (chunk: Buffer) => Taken<T> | undefined,
): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  if (!stream.destroyed && !stream.readableEnded) {
    // Most messages are there whole when they are asked for: those need no listeners.
    try {
      const taken = takeBuffered(stream, take);
      if (taken !== undefined) return Promise.resolve(taken.value);
    } catch (error) {
      return Promise.reject(error);
    }
  }
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      unlink();
      stream.off('readable', read);
      stream.off('end', ended);
      stream.off('close', ended);
      stream.off('error', failed);
    };
    const failed = (error: unknown): void => {
      stop();
      reject(classify(error, 'read'));
    };
    const ended = (): void => failed(stream.errored ?? new NetError('read', 'eof_error'));
    const read = (): void => {
      try {
        const taken = takeBuffered(stream, take);
        if (taken === undefined) return;
        stop();
        resolve(taken.value);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const unlink = onAbort(signal, () => {
      stop();
      reject(signal.reason);
    });
    if (stream.destroyed || stream.readableEnded) {
      ended();
      return;
    }
    stream.on('readable', read);
    stream.on('end', ended);
    stream.on('close', ended);
    stream.on('error', failed);
  });
}

/** What is made of the chunks that have come already; the rest is put back. */
function takeBuffered<T>(
  stream: Duplex,
  take: (chunk: Buffer) => Taken<T> | undefined,
): Taken<T> | undefined {
  for (let chunk: unknown = stream.read(); chunk instanceof Buffer; chunk = stream.read()) {
    const taken = take(chunk);
    if (taken === undefined) continue;
    // Now, not after an await: once the stream has said 'end' nothing can be put back.
    if (taken.rest.length > 0) stream.unshift(taken.rest);
    return taken;
  }
  return undefined;
}
