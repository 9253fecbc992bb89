import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocket } from 'ws';
import { NetError } from '../../model/failure.ts';
import { proxyError } from '../proxy/failure.ts';

/** A message longer than this is no proxy's. Bytes. */
const MOST_MESSAGE = 4 << 20;

export interface WebSocketRequest {
  /** Begins with a slash. */
  readonly path: string;
  /** The Host header. */
  readonly host: string;
  /** The page that asks, where the server looks. */
  readonly origin?: string;
  /** The sub-protocol that is offered, and that must be agreed to. */
  readonly protocol?: string;
}

/**
 * Opens a web socket (RFC 6455) over a stream and returns what its binary messages carry. Rejects with
 * NetError('proxy', 'x_proxy_not_a_proxy') where the server does not upgrade, or the signal's reason; the stream is then
 * destroyed.
 */
export async function openWebSocketStream(
  stream: Socket,
  { path, host, origin, protocol }: WebSocketRequest,
  signal: AbortSignal,
): Promise<Duplex> {
  const socket = new WebSocket(`ws://server.invalid${path}`, protocol === undefined ? [] : [protocol], {
    createConnection: () => stream,
    headers: { Host: host },
    ...(origin === undefined ? {} : { origin }),
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MOST_MESSAGE,
  });
  // What goes wrong later comes through the stream.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'open', { signal });
    const carried = createWebSocketStream(socket);
    socket.once('close', () => endBothWays(carried));
    return carried;
  } catch {
    socket.terminate();
    stream.destroy();
    signal.throwIfAborted();
    throw proxyError('x_proxy_not_a_proxy');
  }
}

/** A web socket has no half that could stay open, and what was not written by its end never is: `ws` would wait for that. */
function endBothWays(carried: Duplex): void {
  if (carried.writableLength > 0) carried.destroy(new NetError('write', 'connection_reset'));
  else if (carried.readableEnded) carried.destroy();
  else carried.once('end', () => carried.destroy());
}
