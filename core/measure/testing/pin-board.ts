import type { Socket } from 'node:net';
import type { AddressGate } from '../../model/dialer.ts';
import type { PinBoard } from '../../model/route.ts';
import type { Trace } from '../../model/trace.ts';
import type { Transport } from '../../model/transport.ts';
import { startServer } from '../../testing/servers.ts';

interface Pinned {
  readonly transport: Transport;
  readonly trace: Trace;
  readonly gate?: AddressGate;
}

/** A stand-in for the local proxy's side door: SOCKS5 with one-time credentials, carried by the pinned transport. */
export async function startPinBoard(): Promise<PinBoard & { pinned(): number; close(): Promise<void> }> {
  const pins = new Map<string, Pinned>();
  let count = 0;
  const server = await startServer((socket) => {
    converse(socket, pins).catch(() => socket.destroy());
  });
  return {
    pin(transport, options) {
      count += 1;
      const username = `pin-${count}`;
      pins.set(username, { transport, ...options });
      return {
        proxy: { host: server.host, port: server.port },
        username,
        password: 'once',
        release: () => pins.delete(username),
      };
    },
    pinned: () => pins.size,
    close: () => server.close(),
  };
}

async function converse(socket: Socket, pins: ReadonlyMap<string, Pinned>): Promise<void> {
  const take = taker(socket);
  const [, methods = 0] = await take(2);
  await take(methods);
  socket.write(Buffer.from([5, 2]));
  const [, userLength = 0] = await take(2);
  const username = (await take(userLength)).toString('latin1');
  const [passwordLength = 0] = await take(1);
  await take(passwordLength);
  socket.write(Buffer.from([1, 0]));
  const [, , , kind = 0] = await take(4);
  const host =
    kind === 3 ? (await take((await take(1))[0] ?? 0)).toString('latin1') : [...(await take(4))].join('.');
  const port = (await take(2)).readUInt16BE();
  const pinned = pins.get(username);
  const controller = new AbortController();
  // Somebody who hangs up while we dial must be noticed: the end is only seen by reading.
  const notice = () => void socket.read(0);
  socket.on('readable', notice);
  socket.once('end', () => controller.abort()).once('close', () => controller.abort());
  try {
    const { transport, ...options } = pinned ?? missing();
    const stream = await transport.dialer.dial({ host, port }, { signal: controller.signal, ...options });
    socket.off('readable', notice);
    socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    stream.on('error', () => socket.destroy());
    stream.once('close', () => socket.destroy());
    socket.once('close', () => stream.destroy());
    stream.pipe(socket).pipe(stream);
  } catch {
    socket.end(Buffer.from([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]));
  }
}

function missing(): never {
  throw new Error('no such pin');
}

/** Takes exactly so many bytes at a time, and leaves what follows in the socket. */
function taker(socket: Socket) {
  return async (length: number): Promise<Buffer> => {
    for (;;) {
      const chunk: unknown = length === 0 ? Buffer.alloc(0) : socket.read(length);
      if (Buffer.isBuffer(chunk)) return chunk;
      if (socket.readableEnded || socket.destroyed) throw new Error('left in the middle of it');
      await new Promise((resolve) => socket.once('readable', resolve).once('end', resolve));
    }
  };
}
