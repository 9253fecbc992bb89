import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

const TRIES = 16;

export interface Listening {
  readonly port: number;
  /** The loopback addresses that answer; `::1` may be missing on this computer. */
  readonly addresses: readonly string[];
  /** Stops accepting; resolves once every accepted socket is closed. */
  close(): Promise<void>;
}

/**
 * Listens on one port of 127.0.0.1 and, where the computer has it, ::1. Tries `port` first; where that is taken on
 * either address, random ones. Rejects where 127.0.0.1 cannot be listened on at all.
 */
export async function listenOnLoopback(
  port: number | undefined,
  accept: (socket: Socket) => void,
): Promise<Listening> {
  let failure: unknown;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      return await listenOnBoth(attempt === 0 ? (port ?? 0) : 0, accept);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function listenOnBoth(port: number, accept: (socket: Socket) => void): Promise<Listening> {
  const four = await listen(port, '127.0.0.1', accept);
  const address = four.address();
  const given = typeof address === 'object' && address !== null ? address.port : port;
  const six = await listen(given, '::1', accept).catch((error: unknown) => {
    if (isMissingFamily(error)) return undefined;
    four.close();
    throw error;
  });
  return {
    port: given,
    addresses: six ? ['127.0.0.1', '::1'] : ['127.0.0.1'],
    async close() {
      await Promise.all([four, six].map((server) => server && closed(server)));
    },
  };
}

async function listen(port: number, host: string, accept: (socket: Socket) => void): Promise<Server> {
  // Paused: not a byte is read before somebody is there to bound it.
  const server = createServer(
    { allowHalfOpen: true, noDelay: true, keepAlive: true, pauseOnConnect: true },
    accept,
  );
  server.listen({ port, host, exclusive: true, ipv6Only: true });
  await once(server, 'listening');
  return server;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function isMissingFamily(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'code');
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
}
