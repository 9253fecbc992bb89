import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { withDeadline } from '../net/deadline.ts';
import type { EngineProcess, StartEngine } from './child.ts';
import type { EngineOrder } from './keeper.ts';
import type { EngineLog } from './log.ts';
import { listensOnLoopbackOnly } from './loopback.ts';

/** Milliseconds until an engine must listen, and between looks. */
const OPEN_MS = 10_000;
const LOOK_MS = 20;
/** Ports that are tried where somebody else takes them first. */
const MOST_PORTS = 3;
/** The only host that an engine is told to listen on. */
export const LOOPBACK = '127.0.0.1';

export interface ListeningOptions {
  /** What is run, with its door on this port of `LOOPBACK`. */
  readonly order: (port: number) => EngineOrder;
  readonly start: StartEngine;
  readonly log: EngineLog;
  readonly clock: Clock;
}

export interface ListeningEngine extends Pick<EngineProcess, 'ended' | 'end'> {
  readonly port: number;
}

/**
 * Starts an engine and waits until it listens, on loopback and nowhere else. Rejects with NetError('proxy',
 * 'x_proxy_engine_failed') or the signal's reason; then it has ended.
 */
export async function startListening(
  options: ListeningOptions,
  signal: AbortSignal,
): Promise<ListeningEngine> {
  for (let tried = 1; ; tried += 1) {
    const port = await freePort();
    try {
      return await startAt(port, options, signal);
    } catch (error) {
      signal.throwIfAborted();
      // It has ended: who answers there now took the port first.
      if (tried >= MOST_PORTS || !(await answers(port)))
        throw new NetError('proxy', 'x_proxy_engine_failed', { cause: error });
    }
  }
}

async function startAt(
  port: number,
  { order, start, log, clock }: ListeningOptions,
  signal: AbortSignal,
): Promise<ListeningEngine> {
  const { pid, ended, end } = await start(order(port), log.add);
  const over = new AbortController();
  void ended.then(() => over.abort(new Error('it ended')));
  try {
    await withDeadline({ signal, ms: OPEN_MS, operation: 'proxy', clock }, async (limited) => {
      while (!(await answers(port))) {
        over.signal.throwIfAborted();
        await clock.sleep(LOOK_MS, limited);
      }
      if (!(await listensOnLoopbackOnly(pid, port))) throw new Error('it listens elsewhere');
      over.signal.throwIfAborted();
    });
  } catch (error) {
    await end();
    throw error;
  }
  return { port, ended, end };
}

/** One that nobody listens on now; who takes it first is known by `listensOnLoopbackOnly`, which looks whose it is. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
