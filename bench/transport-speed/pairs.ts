import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { start, stop } from '../children.ts';
import { projectRoot } from '../page.ts';
import { freePort, untilAnswered } from '../ports.ts';
import type { Rivals } from './servers.ts';

interface Client {
  /** Where it speaks SOCKS5. */
  readonly port: number;
  readonly pid: number | undefined;
}

/** Ours and theirs in front of one server. */
export interface Pair {
  readonly name: string;
  readonly rival: string;
  readonly ours: Client;
  readonly theirs: Client;
  /** Its process. */
  readonly server: number | undefined;
  stop(): Promise<void>;
}

/** Starts a server and both clients; the clients on one core, the server on the other, beside the load. */
export async function startPair(
  { name, rival, server, client, expression }: Rivals,
  cores: { readonly client: readonly string[]; readonly server: readonly string[] },
  certificate: string,
): Promise<Pair> {
  const [serverPort, port] = [await freePort(), await freePort()];
  const served = start([...cores.server, ...server(serverPort)], { stdio: 'ignore' });
  const running = [served];
  await untilAnswered(name, serverPort);
  const theirs = start([...cores.client, ...client(port, serverPort)], { stdio: 'ignore' });
  running.push(theirs);
  await untilAnswered(rival, port);
  const program = join(projectRoot(), '.cache', 'bench', 'transport-door.mjs');
  const door = start([...cores.client, process.execPath, program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
  });
  running.push(door);
  door.send(expression(serverPort));
  const [message]: unknown[] = await once(door, 'message', { signal: AbortSignal.timeout(10_000) });
  const { port: doorPort } = v.parse(v.object({ port: v.number() }), message);
  return {
    ...{ name, rival, server: served.pid },
    ours: { port: doorPort, pid: door.pid },
    theirs: { port, pid: theirs.pid },
    stop: async () => void (await Promise.all(running.map(stop))),
  };
}
