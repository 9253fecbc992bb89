import type { TLSSocket } from 'node:tls';
import type { Identity } from './authority.ts';
import { startTlsServer, type TestServer } from './servers.ts';

/** What a web server says to one request: the bytes of an HTTP response; nothing at all where it is undefined. */
export type Reply = (request: string) => string | undefined;

export interface ListServer extends TestServer {
  /** Heads of the requests so far. */
  readonly requests: readonly string[];
  /** `https://…` of a path on it. */
  address(path: string): string;
  /** Says something else from now on. */
  reply(how: Reply): void;
}

/** A response with a body. */
export function page(body: string, fields: readonly string[] = [], status = '200 OK'): string {
  const length = Buffer.byteLength(body);
  return [`HTTP/1.1 ${status}`, `Content-Length: ${length}`, ...fields, '', body].join('\r\n');
}

/** A web server on loopback that keeps lists of servers; its certificate is the test's. */
export async function startListServer(identity: Identity, first: Reply): Promise<ListServer> {
  const requests: string[] = [];
  let say = first;
  const server = await startTlsServer(identity, (socket: TLSSocket) => {
    let heard = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      heard += piece;
      if (!heard.endsWith('\r\n\r\n')) return;
      requests.push(heard);
      const answer = say(heard);
      if (answer !== undefined) socket.end(answer);
    });
  });
  return {
    ...server,
    requests,
    address: (path) => `https://${server.host}:${server.port}${path}`,
    reply(how) {
      say = how;
    },
  };
}
