import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { EngineServer } from '../model/engine-server.ts';
import { NetError } from '../model/failure.ts';
import type { Engine } from '../model/sidecar.ts';
import type { Clock, Random } from '../model/time.ts';
import { withDeadline } from '../net/deadline.ts';
import type { StartEngine } from './child.ts';
import type { EngineLog } from './log.ts';
import { listensOnLoopbackOnly } from './loopback.ts';
import type { EngineRun } from './runner.ts';
import { singBoxConfig } from './sing-box-config.ts';
import { v2rayConfig } from './v2ray-config.ts';

/** Milliseconds until an engine must listen, and between looks. */
const OPEN_MS = 10_000;
const LOOK_MS = 20;
const SECRET_BYTES = 16;

export interface ServerOptions {
  readonly engine: Engine;
  readonly path: string;
  readonly server: EngineServer;
  readonly env: Readonly<Record<string, string>>;
  /** PEMs that certificates are checked against. */
  readonly roots: readonly string[];
  readonly start: StartEngine;
  readonly log: EngineLog;
  readonly clock: Clock;
  readonly random: Random;
}

/** Starts an engine for one server. Rejects with NetError('proxy', 'x_proxy_engine_failed') or the signal's reason. */
export async function startServerEngine(options: ServerOptions, signal: AbortSignal): Promise<EngineRun> {
  const { engine, path, server, env, roots, start, log, clock, random } = options;
  const secret = () => Buffer.from(random.bytes(SECRET_BYTES)).toString('hex');
  const door = { host: '127.0.0.1', port: await freePort(), username: secret(), password: secret() };
  const write = engine.id === 'sing-box' ? singBoxConfig : v2rayConfig;
  const order = {
    ...{ path, args: engine.runArguments, env: { ...env } },
    input: `${JSON.stringify(write(server, door, roots))}\n`,
  };
  const { pid, ended, end } = await start(order, log.add).catch((error: unknown) => {
    throw new NetError('proxy', 'x_proxy_engine_failed', { cause: error });
  });
  const over = new AbortController();
  void ended.then(() => over.abort(new Error('it ended')));
  try {
    await withDeadline({ signal, ms: OPEN_MS, operation: 'proxy', clock }, async (limited) => {
      while (!(await answers(door.port))) {
        over.signal.throwIfAborted();
        await clock.sleep(LOOK_MS, limited);
      }
      if (!(await listensOnLoopbackOnly(pid, door.port))) throw new Error('it listens elsewhere');
    });
  } catch (error) {
    await end();
    signal.throwIfAborted();
    throw new NetError('proxy', 'x_proxy_engine_failed', { cause: error });
  }
  const { host, port, username, password } = door;
  const credentials = { username, password };
  return { door: { host, port, credentials, said: log.lines }, ready: Promise.resolve(), ended, end };
}

/** One that nobody listens on now; who takes it first is known by `listensOnLoopbackOnly`, which looks whose it is. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
