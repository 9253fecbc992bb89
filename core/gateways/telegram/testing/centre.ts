import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { DialOptions, StreamDialer } from '../../../model/dialer.ts';
import type { Identity } from '../../../testing/authority.ts';
import { createLoopbackDialer } from '../../../testing/loopback-dialer.ts';

/** What came in at one web socket. */
export interface Visit {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly path: string | undefined;
  readonly messages: Buffer[];
}

/** Telegram's web sockets on loopback: every message after the header is sent back; `refuses` names hosts that do not upgrade. */
export async function startCentre(identity: Identity, refuses: readonly string[] = []) {
  const visits: Visit[] = [];
  const server = createServer(identity, (_, response) => response.writeHead(404).end());
  const names: unknown[] = [];
  server.on('secureConnection', (socket) => names.push(Reflect.get(socket, 'servername')));
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('binary') ? 'binary' : false),
  });
  server.on('upgrade', (request, socket, head) => {
    const { host, origin } = request.headers;
    if (refuses.includes(host ?? '')) {
      socket.end('HTTP/1.1 302 Found\r\nLocation: https://telegram.org/\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const visit: Visit = { host, origin, path: request.url, messages: [] };
      visits.push(visit);
      client.on('error', () => undefined);
      client.on('message', (data: Buffer) => {
        visit.messages.push(data);
        if (visit.messages.length > 1) client.send(data);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const loopback = createLoopbackDialer();
  const asked: string[] = [];
  const inner: StreamDialer = {
    dial(target, options: DialOptions) {
      asked.push(`${target.host}:${target.port}`);
      return loopback.dial({ host: '127.0.0.1', port }, options);
    },
  };
  return {
    inner,
    /** Hosts that were dialled, in order. */
    asked,
    visits,
    /** Names that were asked for in hellos. */
    names,
    /** Connections that are still open. */
    open: () => loopback.open(),
    /** Cuts every connection. */
    cut(): void {
      for (const client of sockets.clients) client.terminate();
    },
    async close(): Promise<void> {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type TestCentre = Awaited<ReturnType<typeof startCentre>>;
