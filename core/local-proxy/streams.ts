import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Whether a stream is a TCP socket itself, not something that is built on one (a TLS socket is a subclass). */
export function isPlainSocket(stream: Duplex): stream is Socket {
  return Object.getPrototypeOf(stream) === Socket.prototype;
}

/** Ends a stream so that the other side sees a failure, not an orderly end: by TCP reset where it is TCP. */
export function hardClose(stream: Duplex): void {
  if (stream.destroyed) return;
  if (isPlainSocket(stream) && !stream.connecting) stream.resetAndDestroy();
  else stream.destroy();
}
