import { type ConnectOpts, type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPlainSocket } from './streams.ts';

/**
 * Reading into a reused buffer (`onread`) moves three times as much as a stream's chunks, but Node lets it be asked
 * for only when a socket is made, and makes the accepted ones itself. So a new Socket is made on the handle of the
 * old one. That handle is not public: everything it must offer is looked for first, and where anything is missing
 * the relay copies through streams (`copy.ts`). Tested on every Node version we support.
 */
export interface Adopted {
  /** Stands in for the old socket, which closes when this one has. */
  readonly socket: Socket;
  /** What the old socket had read and nobody had asked for. */
  readonly unread: readonly Buffer[];
}

/** Whether a socket can be adopted now: open in both directions, and nothing on its way through its streams. */
export function canAdopt(stream: Duplex): stream is Socket {
  if (!isPlainSocket(stream) || stream.connecting || stream.destroyed) return false;
  if (stream.writableEnded || stream.writableLength > 0) return false;
  const atEnd: unknown = Reflect.get(Object(Reflect.get(stream, '_readableState')), 'ended');
  const handle: unknown = Reflect.get(stream, '_handle');
  return atEnd === false && isTcpHandle(handle);
}

/** Takes a socket that `canAdopt` over to a new one that reads as `onread` says. */
export function adopt(old: Socket, onread: OnReadOpts): Adopted {
  const unread: Buffer[] = [];
  for (let chunk: unknown = old.read(); chunk instanceof Buffer; chunk = old.read()) unread.push(chunk);
  const handle: unknown = Reflect.get(old, '_handle');
  Reflect.set(old, '_handle', null);
  const options: SocketConstructorOpts & ConnectOpts & { handle: unknown; manualStart: boolean } = {
    handle,
    onread,
    allowHalfOpen: true,
    manualStart: true,
  };
  const socket = new Socket(options);
  socket.once('close', () => old.destroy());
  old.once('close', () => socket.destroy());
  return { socket, unread };
}

function isTcpHandle(handle: unknown): boolean {
  if (typeof handle !== 'object' || handle === null || handle.constructor.name !== 'TCP') return false;
  return ['readStart', 'readStop', 'useUserBuffer', 'reset'].every(
    (method) => typeof Reflect.get(handle, method) === 'function',
  );
}
