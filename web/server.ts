import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { LONGEST_MESSAGE, PAGE_CLOSED } from '../core/contract.ts';
import type { Clock } from '../core/model/time.ts';
import { isFromHere, isOwnSocket, ownHost } from './guard.ts';
import { pageHeaders } from './page-headers.ts';
import type { StaticFiles } from './static-files.ts';

/** Pages let in or waiting to be; one person has a few tabs. */
const MOST_PAGES = 16;
const MOST_CONNECTIONS = 64;
/** Milliseconds a client may take for a request's head, and for the whole of it. */
const HEAD_MS = 3_000;
const REQUEST_MS = 5_000;
const IDLE_MS = 5_000;
/** Pages that were told of the end get this long to say good-bye. Milliseconds. */
const FAREWELL_MS = 500;

export interface WebServerOptions {
  readonly files: StaticFiles;
  readonly clock: Clock;
  /** 0 for any that is free. */
  readonly port: number;
  /** Whether a connection comes from this person's own programs. */
  readonly mayEnter: (socket: Socket) => Promise<boolean>;
  /** A WebSocket of our own page, not greeted yet. */
  readonly onPage: (socket: WebSocket) => void;
  /** Requests of a second Footbridge; everything else about them is checked there. */
  readonly onInstanceRequest: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface WebServer {
  readonly port: number;
  /** Tells the pages, then closes everything. */
  close(): Promise<void>;
}

/** Serves the screens and their WebSocket on a port of 127.0.0.1. Rejects when it cannot be had. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { files, clock, mayEnter, onPage, onInstanceRequest } = options;
  const http = createServer({
    headersTimeout: HEAD_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 8_192,
  });
  http.maxConnections = MOST_CONNECTIONS;
  http.maxHeadersCount = 64;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE.fromPage,
    perMessageDeflate: false,
    clientTracking: true,
  });
  let port = 0;

  http.on('request', (request, response) => {
    const host = ownHost(request.headers, port);
    if (host === null) return refuse(response, 421);
    if (request.url === '/instance') return onInstanceRequest(request, response);
    if (!isFromHere(request.headers, host)) return refuse(response, 403);
    serveFile(files, host, request, response);
  });
  http.on('upgrade', (request, socket: Socket, head) => {
    // Without a listener an attacker's reset would end the process.
    socket.on('error', () => socket.destroy());
    void (isOurPage(request) ? mayEnter(socket) : Promise.resolve(false)).then((isWelcome) => {
      if (!isWelcome) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else sockets.handleUpgrade(request, socket, head, take);
    });
  });
  const isOurPage = ({ headers, url }: IncomingMessage) => {
    const host = ownHost(headers, port);
    return host !== null && url === '/socket' && isOwnSocket(headers, host);
  };
  const take = (page: WebSocket) => {
    if (sockets.clients.size > MOST_PAGES) page.close(PAGE_CLOSED.tooMany);
    else onPage(page);
  };
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen({ host: '127.0.0.1', port: options.port, exclusive: true }, resolve);
  });
  const address = http.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    port,
    async close() {
      const closed = new Promise((resolve) => http.close(resolve));
      for (const page of sockets.clients) page.close(PAGE_CLOSED.ended);
      http.closeIdleConnections();
      const farewell = new AbortController();
      await Promise.race([closed, clock.sleep(FAREWELL_MS, farewell.signal).catch(() => undefined)]);
      farewell.abort(new Error('closed'));
      for (const page of sockets.clients) page.terminate();
      http.closeAllConnections();
      await closed;
    },
  };
}

function serveFile(
  files: StaticFiles,
  host: string,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
): void {
  const file = files.get(url.split('?', 1)[0] ?? '');
  if (method !== 'GET' && method !== 'HEAD') refuse(response, 405);
  else if (file === undefined) refuse(response, 404);
  else {
    response.writeHead(200, {
      ...pageHeaders(host),
      'Content-Type': file.type,
      'Content-Length': file.body.length,
    });
    response.end(method === 'HEAD' ? undefined : file.body);
  }
}

function refuse(response: ServerResponse, status: 403 | 404 | 405 | 421): void {
  response.writeHead(status, { 'Content-Length': 0, 'Cache-Control': 'no-store', Connection: 'close' });
  response.end();
}
