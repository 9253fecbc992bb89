import { connect } from 'node:net';
import type { SidecarDoor } from '../model/sidecar.ts';

/** Where Tor Browser's Tor takes SOCKS5, and a Tor of the system. */
const PORTS = [9150, 9050];
const PATIENCE_MS = 500;
/** What every Tor says to whom takes its SOCKS port for an HTTP proxy. */
const CONFESSION = 'Tor is not an HTTP Proxy';
const MOST_ANSWER = 4096;

/** The door of a Tor that somebody else runs on this computer; null where there is none. Never rejects. */
export async function findRunningTor(ports: readonly number[] = PORTS): Promise<SidecarDoor | null> {
  const answers = await Promise.all(ports.map(isTor));
  const port = ports.find((_, index) => answers[index]);
  return port === undefined ? null : { host: '127.0.0.1', port };
}

function isTor(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: PATIENCE_MS });
    let said = '';
    const end = () => {
      socket.destroy();
      resolve(said.includes(CONFESSION));
    };
    socket
      .once('connect', () => socket.write('GET / HTTP/1.0\r\n\r\n'))
      .on('data', (chunk) => {
        said += chunk.toString('latin1');
        if (said.includes(CONFESSION) || said.length > MOST_ANSWER) end();
      })
      .once('timeout', end)
      .once('error', end)
      .once('close', end);
  });
}
