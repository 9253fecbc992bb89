import type { Socket } from 'node:net';
import { startServer, type TestServer } from './servers.ts';

export interface ScriptedServer extends TestServer {
  /** All that was received, by connection, as latin1. */
  readonly heard: string[];
}

/** Answers the first chunk of each connection with the first answer, and so on; `null` ends the connection. */
export async function startScriptedServer(
  answers: readonly (string | null)[],
  greet: (socket: Socket) => void = () => undefined,
): Promise<ScriptedServer> {
  const heard: string[] = [];
  const server = await startServer((socket) => {
    const connection = heard.push('') - 1;
    let next = 0;
    greet(socket);
    socket.on('data', (chunk) => {
      heard[connection] += chunk.toString('latin1');
      const answer = answers[next];
      next += 1;
      if (answer === null) socket.end();
      else if (answer !== undefined) socket.write(answer, 'latin1');
    });
    socket.on('end', () => socket.end());
  });
  return { ...server, heard };
}
