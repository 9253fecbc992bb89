import type { DesyncMethod, Engine, SidecarsManifest } from '../model/sidecar.ts';
import { type ListeningOptions, LOOPBACK, startListening } from './listening.ts';
import type { EngineRun } from './runner.ts';

export interface DesyncOptions extends Omit<ListeningOptions, 'order'> {
  readonly engine: Engine;
  readonly path: string;
  /** What the method stands for, see `methodArguments`. */
  readonly method: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether this computer has any IPv6 address: without, ByeDPI could not open the sockets that it uses for both families. */
  readonly hasIpv6: boolean;
}

/** What a program is told for a method on this system; undefined where nobody knows how it is done there. */
export function methodArguments(
  { desync }: Pick<SidecarsManifest, 'desync'>,
  method: DesyncMethod,
  platform: NodeJS.Platform,
): readonly string[] | undefined {
  const known = desync.find((entry) => entry.method === method)?.arguments;
  return known === undefined || !isKnownPlatform(platform) ? undefined : known[platform];
}

/** The whole of its arguments: its door stands last, where nothing takes it back. ByeDPI reads nothing else. */
export function desyncArguments(
  engine: Engine,
  method: readonly string[],
  { hasIpv6, port }: { readonly hasIpv6: boolean; readonly port: number },
): string[] {
  const family = hasIpv6 ? [] : ['--conn-ip', '0.0.0.0'];
  return [...engine.runArguments, ...method, ...family, '--ip', LOOPBACK, '--port', String(port)];
}

/**
 * Starts ByeDPI for one method. It has no password: whoever else uses this computer could go straight out through its door,
 * as they can without it. Rejects with NetError('proxy', 'x_proxy_engine_failed') or the signal's reason.
 */
export async function startDesyncEngine(options: DesyncOptions, signal: AbortSignal): Promise<EngineRun> {
  const { engine, path, method, env, hasIpv6 } = options;
  const order = (port: number) => ({
    ...{ path, args: desyncArguments(engine, method, { hasIpv6, port }), env: { ...env }, input: '' },
  });
  const { port, ended, end } = await startListening({ ...options, order }, signal);
  return { door: { host: LOOPBACK, port }, ready: Promise.resolve(), ended, end };
}

function isKnownPlatform(platform: NodeJS.Platform): platform is 'linux' | 'win32' | 'darwin' {
  return platform === 'linux' || platform === 'win32' || platform === 'darwin';
}
