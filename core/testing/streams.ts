import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { NetError } from '../model/failure.ts';

/** Sends text and waits for as many bytes back; for an echo server at the far end. */
export async function sendAndHear(stream: Duplex, text: string): Promise<string> {
  stream.write(text);
  return hear(stream, Buffer.byteLength(text));
}

/** Waits for exactly so many bytes, or for the end. */
export async function hear(stream: Duplex, bytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let missing = bytes;
  while (missing > 0) {
    const chunk: unknown = stream.read(Math.min(missing, stream.readableLength || missing));
    if (chunk instanceof Buffer) {
      chunks.push(chunk);
      missing -= chunk.length;
    } else if (stream.readableEnded || stream.destroyed) {
      break;
    } else {
      await Promise.race([once(stream, 'readable'), once(stream, 'end'), once(stream, 'close')]);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends back what comes. */
export function echo(socket: Socket): void {
  socket.pipe(socket);
}

/** The same stream, but no net.Socket: what a dialer sees when it stands on another's tunnel. */
export function plainDuplex(stream: Duplex): Duplex {
  return Duplex.from({ readable: stream, writable: stream });
}

/** What a promise rejects with, where it must be a NetError; throws when it resolves or rejects otherwise. */
export async function netError(promise: Promise<unknown>): Promise<NetError> {
  const outcome: unknown = await promise.then(
    () => new Error('resolved'),
    (error: unknown) => error,
  );
  if (outcome instanceof NetError) return outcome;
  throw outcome;
}

/** Hears somebody out, and says only then what it has heard. */
export function answerAtTheEnd(socket: Socket): void {
  let heard = 0;
  socket.on('data', ({ length }) => {
    heard += length;
  });
  socket.once('end', () => socket.end(`you said ${heard} bytes`));
}
