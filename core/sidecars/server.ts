import type { EngineServer } from '../model/engine-server.ts';
import type { Engine } from '../model/sidecar.ts';
import type { Random } from '../model/time.ts';
import { type ListeningOptions, LOOPBACK, startListening } from './listening.ts';
import type { EngineRun } from './runner.ts';
import { singBoxConfig } from './sing-box-config.ts';
import { v2rayConfig } from './v2ray-config.ts';

const SECRET_BYTES = 16;

export interface ServerOptions extends Omit<ListeningOptions, 'order'> {
  readonly engine: Engine;
  readonly path: string;
  readonly server: EngineServer;
  readonly env: Readonly<Record<string, string>>;
  /** PEMs that certificates are checked against. */
  readonly roots: readonly string[];
  readonly random: Random;
}

/** Starts an engine for one server. Rejects with NetError('proxy', 'x_proxy_engine_failed') or the signal's reason. */
export async function startServerEngine(options: ServerOptions, signal: AbortSignal): Promise<EngineRun> {
  const { engine, path, server, env, roots, random } = options;
  const secret = () => Buffer.from(random.bytes(SECRET_BYTES)).toString('hex');
  const credentials = { username: secret(), password: secret() };
  const write = engine.id === 'sing-box' ? singBoxConfig : v2rayConfig;
  const order = (port: number) => ({
    ...{ path, args: engine.runArguments, env: { ...env } },
    input: `${JSON.stringify(write(server, { host: LOOPBACK, port, ...credentials }, roots))}\n`,
  });
  const { port, ended, end } = await startListening({ ...options, order }, signal);
  const door = { host: LOOPBACK, port, credentials, said: options.log.lines };
  return { door, ready: Promise.resolve(), ended, end };
}
