// What anybody would write first: a SOCKS5 proxy of Node's sockets and `pipe`, and nothing else; the measure of ours.
import { connect, createServer, type Socket } from 'node:net';

/** RFC 1928: the one method it takes, and what it says once it has connected. */
const [NO_CREDENTIALS, SUCCEEDED] = [Uint8Array.of(5, 0), Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0)];
const REQUEST_LENGTH = 10;

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  client.on('error', () => client.destroy());
  client.once('data', () => {
    client.write(NO_CREDENTIALS);
    client.once('data', (request) => {
      client.pause();
      tunnel(client, request);
    });
  });
});

/** Only for addresses of IPv4, asked for by clients that wait for each answer, as the load's do. */
function tunnel(client: Socket, request: Buffer): void {
  const host = request.subarray(4, 8).join('.');
  const port = request.readUInt16BE(8);
  if (request.length !== REQUEST_LENGTH) {
    client.destroy();
    return;
  }
  const far = connect({ host, port, allowHalfOpen: true, noDelay: true }, () => {
    client.write(SUCCEEDED);
    client.pipe(far);
    far.pipe(client);
  });
  far.on('error', () => far.destroy());
  far.once('close', () => client.destroy());
  client.once('close', () => far.destroy());
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit());
