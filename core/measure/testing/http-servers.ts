import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Identity } from '../../testing/authority.ts';
import { startServer, startTlsServer } from '../../testing/servers.ts';

/** Answers each request, in turn, by writing what `respond` returns; counts from 1. */
type Respond = (request: string, count: number, socket: Socket) => string | Buffer | undefined;

function serve(respond: Respond) {
  return (socket: Socket | TLSSocket) => {
    let seen = '';
    let count = 0;
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1');
      for (let end = seen.indexOf('\r\n\r\n'); end >= 0; end = seen.indexOf('\r\n\r\n')) {
        const request = seen.slice(0, end);
        seen = seen.slice(end + 4);
        count += 1;
        const answer = respond(request, count, socket);
        if (answer !== undefined) socket.write(answer);
      }
    });
  };
}

/** A plain HTTP server on loopback. */
export function startHttpServer(respond: Respond) {
  return startServer(serve(respond));
}

/** An HTTPS server on loopback. */
export function startHttpsServer(identity: Identity, respond: Respond) {
  return startTlsServer(identity, serve(respond));
}

/** A keep-alive response with a Content-Length. */
export function page(body: string | Buffer, status = '200 OK', headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body);
  const fields = [`Content-Length: ${bytes.length}`, ...headers].map((field) => `${field}\r\n`).join('');
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${fields}\r\n`), bytes]);
}
