import { type OnReadOpts, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPlainSocket } from './streams.ts';

/** Where a Socket keeps what its option `onread` asked for: symbols of Node's own. */
interface OnReadPlaces {
  readonly buffer: symbol;
  readonly nextBuffer: symbol;
  readonly callback: symbol;
}

/** What a TCP socket reads and writes by. */
interface TcpHandle {
  useUserBuffer(buffer: Uint8Array): void;
}

const PLACES = onReadPlaces(new Socket());

/**
 * Whether a socket can be adopted now: open in both directions, and nothing on its way through its streams.
 *
 * Reading into a reused buffer (`onread`) takes a third of the work of a stream's chunks, but Node lets it be asked for
 * only when a socket is made, and makes the accepted ones itself. So it is asked for later, in the same way as Node
 * does. The places and the handle's method are not public: everything is looked for first, and where anything is
 * missing the relay copies through streams (`copy.ts`). Tested on every Node version we support.
 */
export function canAdopt(stream: Duplex): stream is Socket {
  if (!isPlainSocket(stream) || stream.connecting || stream.destroyed) return false;
  if (stream.writableEnded || stream.writableLength > 0) return false;
  const atEnd: unknown = Reflect.get(Object(Reflect.get(stream, '_readableState')), 'ended');
  const isUnused = PLACES !== undefined && Reflect.get(stream, PLACES.buffer) === null;
  return atEnd === false && isUnused && isTcpHandle(Reflect.get(stream, '_handle'));
}

/**
 * Makes a socket that `canAdopt` read as `onread` says from now on, past its stream; it still says 'end' and 'close', and
 * pauses and resumes. Returns what it had read and nobody had asked for.
 */
export function adopt(
  socket: Socket,
  { buffer, callback }: OnReadOpts & { readonly buffer: () => Uint8Array },
): readonly Buffer[] {
  const unread: Buffer[] = [];
  for (let chunk: unknown = socket.read(); chunk instanceof Buffer; chunk = socket.read()) unread.push(chunk);
  const handle: unknown = Reflect.get(socket, '_handle');
  if (PLACES === undefined || !isTcpHandle(handle)) throw new TypeError('not a socket that can be adopted');
  const first = buffer();
  Reflect.set(socket, PLACES.buffer, first);
  Reflect.set(socket, PLACES.nextBuffer, buffer);
  Reflect.set(socket, PLACES.callback, callback);
  Reflect.apply(handle.useUserBuffer, handle, [first]);
  return unread;
}

function onReadPlaces(socket: Socket): OnReadPlaces | undefined {
  const symbols = Object.getOwnPropertySymbols(socket);
  const place = (name: string) =>
    symbols.find((symbol) => symbol.description === name && Reflect.get(socket, symbol) === null);
  const [buffer, nextBuffer, callback] = [place('kBuffer'), place('kBufferGen'), place('kBufferCb')];
  return buffer && nextBuffer && callback && { buffer, nextBuffer, callback };
}

function isTcpHandle(handle: unknown): handle is TcpHandle {
  if (typeof handle !== 'object' || handle === null || handle.constructor.name !== 'TCP') return false;
  return ['readStart', 'readStop', 'useUserBuffer', 'reset'].every(
    (method) => typeof Reflect.get(handle, method) === 'function',
  );
}
