import { connect } from 'node:net';
import { startPinBoard } from '../measure/testing/pin-board.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startServer, type TestServer } from '../testing/servers.ts';

/** A server that a person was given: its link, and the user name in it. */
export interface PersonsServer extends TestServer {
  readonly link: string;
  readonly username: string;
}

/** Somebody's SOCKS5 server that leads everywhere to one place. */
export async function startPersonsServer(place: TestServer): Promise<PersonsServer> {
  const board = await startPinBoard();
  const loopback = createLoopbackDialer();
  const dialer = { dial: (_: unknown, options: { signal: AbortSignal }) => loopback.dial(place, options) };
  const transport = { id: 'far', kind: 'plain', label: 'far', dialer } as const;
  const { proxy, username, password } = board.pin(transport, { trace: () => undefined });
  const door = await startServer((socket) => {
    const onward = connect(proxy.port, proxy.host);
    socket.pipe(onward).pipe(socket);
    socket.once('close', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  return {
    ...door,
    link: `socks5://${username}:${password}@${door.host}:${door.port}`,
    username,
    async close() {
      await door.close();
      await board.close();
    },
  };
}
