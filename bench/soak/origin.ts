import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { PSK } from './psk.ts';

/** What a client may ask an origin for, in one line. */
export type Wish = 'echo' | `send ${number}` | `after-end ${number}`;

/** The servers behind the proxy: their ports. */
export interface Origin {
  /** Does what the first line of a connection says. */
  readonly plain: number;
  /** Echoes over TLS. */
  readonly tls: number;
  /** Answers the first bytes with a reset, as a censor does. */
  readonly reset: number;
}

/** Starts all three on free loopback ports; they do not keep the program alive. Rejects where one cannot listen. */
export async function startOrigin(): Promise<Origin> {
  const [plain, tls, reset] = await Promise.all([
    listen(createServer({ allowHalfOpen: true, noDelay: true }, obey)),
    listen(createTlsServer(PSK, (socket) => socket.on('error', () => undefined).pipe(socket))),
    listen(createServer((socket) => socket.once('data', () => socket.resetAndDestroy()))),
  ]);
  return { plain, tls, reset };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  // The origin lives as long as the program.
  server.unref();
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function obey(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', (first: Buffer) => {
    const end = first.indexOf('\n');
    const [verb, count] = first.toString('latin1', 0, end).split(' ');
    socket.unshift(first.subarray(end + 1));
    if (verb === 'echo') socket.pipe(socket);
    else if (verb === 'send') send(socket.resume(), Number(count));
    else socket.resume().once('end', () => send(socket, Number(count)));
  });
}

const PIECE = Buffer.alloc(64 * 1024, 'bridge');

/** Sends so many bytes, as fast as they are taken, and ends. */
function send(socket: Socket, count: number): void {
  let left = count;
  const go = (): void => {
    while (left > 0 && !socket.destroyed) {
      const piece = PIECE.subarray(0, left);
      left -= piece.length;
      if (!socket.write(piece)) return;
    }
    socket.off('drain', go).end();
  };
  socket.on('drain', go);
  go();
}
