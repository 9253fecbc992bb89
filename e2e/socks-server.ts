import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface SocksServer {
  readonly port: number;
  /** What was asked for, as `host:port`. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A SOCKS5 server (RFC 1928) that leads one name to a port of loopback and refuses everything else. */
export async function startSocksServer(name: string, leadsTo: number): Promise<SocksServer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, 0));
      socket.once('data', (request) => {
        const target = readTarget(request);
        asked.push(target);
        if (target !== `${name}:80`) return void socket.end(Uint8Array.of(5, 2, 0, 1, 0, 0, 0, 0, 0, 0));
        const far = connect({ host: '127.0.0.1', port: leadsTo });
        far.on('error', () => socket.destroy());
        far.once('connect', () => {
          socket.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
          socket.pipe(far).pipe(socket);
        });
      });
    });
  });
  return {
    port: await listen(server),
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function readTarget(request: Buffer): string {
  const isName = request[3] === 3;
  const end = isName ? 5 + (request[4] ?? 0) : 8;
  const host = isName ? request.toString('latin1', 5, end) : request.subarray(4, end).join('.');
  return `${host}:${request.readUInt16BE(end)}`;
}

/** Listens on any port of loopback. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const isInfo = (address: ReturnType<Server['address']>): address is AddressInfo =>
    typeof address === 'object' && address !== null;
  const address = server.address();
  return isInfo(address) ? address.port : 0;
}
