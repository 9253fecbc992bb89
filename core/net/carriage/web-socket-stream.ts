import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocket } from 'ws';
import { proxyError } from '../proxy/failure.ts';

/** A message longer than this is no proxy's. Bytes. */
const MOST_MESSAGE = 4 << 20;

/**
 * Opens a web socket (RFC 6455) over a stream and returns what its binary messages carry. Rejects with
 * NetError('proxy', 'x_proxy_not_a_proxy') where the server does not upgrade, or the signal's reason; the stream is then
 * destroyed.
 */
export async function openWebSocketStream(
  stream: Socket,
  { path, host }: { readonly path: string; readonly host: string },
  signal: AbortSignal,
): Promise<Duplex> {
  const socket = new WebSocket(`ws://server.invalid${path}`, {
    createConnection: () => stream,
    headers: { Host: host },
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MOST_MESSAGE,
  });
  // What goes wrong later comes through the stream.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'open', { signal });
    return createWebSocketStream(socket);
  } catch {
    socket.terminate();
    stream.destroy();
    signal.throwIfAborted();
    throw proxyError('x_proxy_not_a_proxy');
  }
}
