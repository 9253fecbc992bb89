import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { closedAfterTest } from '../../testing/closed-after-test.ts';
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
