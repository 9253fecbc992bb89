import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { Worker } from 'node:worker_threads';
import type { HostPort } from '../model/address.ts';

export interface TestServer extends HostPort {
  /** Connections accepted since the start. */
  accepted(): number;
  /** Connections open now. */
  open(): number;
  /** Destroys every connection and stops listening. */
  close(): Promise<void>;
}

/** Reads everything, says nothing, ends when the other side does. */
const listenSilently = (socket: Socket) => socket.resume().once('end', () => socket.end());

/** A TCP server on loopback; connections are half-open capable, like the streams under test. */
export function startServer(
  handle: (socket: Socket) => void = listenSilently,
  host = '127.0.0.1',
  port = 0,
): Promise<TestServer> {
  return listen(createServer({ allowHalfOpen: true }), handle, host, port);
}

/** A TLS server on loopback; `handle` is called after the handshake. */
export function startTlsServer(
  options: TlsOptions,
  handle: (socket: TLSSocket) => void = () => undefined,
  host = '127.0.0.1',
  port = 0,
): Promise<TestServer> {
  const server = createTlsServer(options);
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    handle(socket);
  });
  return listen(server, () => undefined, host, port);
}

async function listen(
  server: Server,
  handle: (socket: Socket) => void,
  host: string,
  port: number,
): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    handle(socket);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    host,
    port: portOf(server),
    accepted: () => accepted,
    open: () => sockets.size,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      sockets.clear();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}

const NEVER_ACCEPT = `
const { parentPort } = require('node:worker_threads');
const { connect, createServer } = require('node:net');
const server = createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** A loopback port that swallows SYNs, as a censor who drops packets does: nobody accepts and the backlog is full (Linux). */
export async function startBlackhole(): Promise<HostPort & { close(): Promise<void> }> {
  const worker = new Worker(NEVER_ACCEPT, { eval: true });
  const [port]: unknown[] = await once(worker, 'message');
  if (typeof port !== 'number') throw new Error('no port');
  const fillers: Socket[] = [];
  for (let full = false; !full && fillers.length < 16; ) {
    const filler = connect(port, '127.0.0.1');
    filler.on('error', () => undefined);
    fillers.push(filler);
    full = await Promise.race([
      once(filler, 'connect').then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 100, true)),
    ]);
  }
  return {
    host: '127.0.0.1',
    port,
    async close() {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}
