import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { WebSocket } from 'ws';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Any request to a port of loopback, sent exactly as it is written. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });
}

/** A page's WebSocket as a browser opens it, with what came and how it was closed. */
export function openPage(
  port: number,
  headers: Record<string, string> = { Origin: `http://127.0.0.1:${port}` },
) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers });
  const messages: unknown[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data) => {
    messages.push(JSON.parse(data.toString()));
    wake();
  });
  const closed = new Promise<number>((resolve) => void socket.once('close', resolve));
  socket.on('error', () => undefined);
  return {
    socket,
    closed,
    opened: once(socket, 'open'),
    say: (message: unknown) => socket.send(JSON.stringify(message)),
    /** The next message that has not been read. */
    async next(): Promise<unknown> {
      while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return messages.shift();
    },
  };
}

/** A key as pages make them. */
export const key = (letter: string): string => letter.repeat(43);
