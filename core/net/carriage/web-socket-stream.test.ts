import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { closedAfterTest } from '../../testing/closed-after-test.ts';
import { checkAsync } from '../../testing/fuzz.ts';
import { startServer } from '../../testing/servers.ts';
import { sendAndHear } from '../../testing/streams.ts';
import { openWebSocketStream } from './web-socket-stream.ts';

/** A web socket to a server that gives back the first message and then reads no more. */
async function openStream() {
  const upgrader = new WebSocketServer({ noServer: true });
  const sockets: Socket[] = [];
  const web = createServer().on('upgrade', (request, socket, head) =>
    upgrader.handleUpgrade(request, socket, head, (client) => {
      client.once('message', (data) => {
        client.send(data);
        client.pause();
      });
    }),
  );
  const server = await closedAfterTest(
    startServer((socket) => {
      sockets.push(socket);
      web.emit('connection', socket);
    }),
  );
  const socket = connect({ port: server.port, host: server.host, allowHalfOpen: true });
  const stream = await openWebSocketStream(
    socket,
    { path: '/', host: 'web.example' },
    AbortSignal.timeout(8_000),
  );
  return { stream, sockets };
}

test('a lost connection ends both ways, with more to be written', async () => {
  const { stream, sockets } = await openStream();
  expect(await sendAndHear(stream, 'hello')).toBe('hello');
  stream.on('error', () => undefined).write(Buffer.alloc(64 << 20));
  const closed = new Promise<void>((resolve) => stream.resume().once('close', resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
});

test('the server’s end ends both ways', async () => {
  const { stream, sockets } = await openStream();
  expect(await sendAndHear(stream, 'hello')).toBe('hello');
  const closed = once(stream.resume(), 'close');
  for (const socket of sockets) socket.end();
  await closed;
  expect(stream.errored).toBeNull();
});

/** What somebody says who was asked for a web socket: an answer that is right or nearly so, and any bytes behind it. */
const anyAnswer = fc.tuple(
  fc.constantFrom('HTTP/1.1 101 x', 'HTTP/1.1 200 OK', 'HTTP/1.1 101', 'HTTP/9', ''),
  fc.constantFrom('right', 'wrong', 'none'),
  fc.constantFrom('', 'Sec-WebSocket-Extensions: permessage-deflate\r\n', 'Content-Length: 3\r\n', 'a b\r\n'),
  fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .tuple(fc.nat(255), fc.nat(255), fc.uint8Array({ maxLength: 30 }))
      .map(([first, second, rest]) => [first, second, ...rest]),
  ),
);
/** RFC 6455 §4.2.2. */
const accept = (key: string) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

test('whatever somebody answers, it is a stream that ends or no proxy (N8)', async () => {
  let answer: (asked: string) => Uint8Array = () => Buffer.alloc(0);
  const server = await closedAfterTest(
    startServer((socket) => {
      socket.once('data', (asked: Buffer) => socket.resume().end(answer(asked.toString('latin1'))));
    }),
  );
  await checkAsync(
    fc.asyncProperty(anyAnswer, async ([status, key, header, rest]) => {
      answer = (asked) => {
        const [, wanted = ''] = /^sec-websocket-key: (.+)\r$/im.exec(asked) ?? [];
        const shown = { right: accept(wanted), wrong: 'AAAA', none: '' }[key];
        const lines = `Upgrade: websocket\r\nConnection: Upgrade\r\n${header}Sec-WebSocket-Accept: ${shown}\r\n\r\n`;
        return Buffer.concat([Buffer.from(`${status}\r\n${lines}`), Buffer.from(rest)]);
      };
      const socket = connect({ port: server.port, host: server.host, allowHalfOpen: true });
      const request = { path: '/', host: 'a.example' };
      const opened = await openWebSocketStream(socket, request, new AbortController().signal).catch(
        (error: unknown) => error,
      );
      if (!(opened instanceof Duplex)) {
        expect(opened).toMatchObject({ operation: 'proxy', failure: 'x_proxy_not_a_proxy' });
        expect(socket.destroyed).toBe(true);
        return;
      }
      opened.on('error', () => undefined).resume();
      if (!opened.closed) await once(opened, 'close');
    }),
  );
});
