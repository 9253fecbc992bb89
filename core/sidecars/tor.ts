import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NetError } from '../model/failure.ts';
import type { TorProgress } from '../model/sidecar.ts';
import type { Clock } from '../model/time.ts';
import { abandonable } from '../net/abort.ts';
import { withDeadline } from '../net/deadline.ts';
import type { EngineProcess, StartEngine } from './child.ts';
import { createDeferred } from './deferred.ts';
import type { EngineLog } from './log.ts';
import { listensOnLoopbackOnly } from './loopback.ts';
import type { EngineRun } from './runner.ts';
import { controlTor } from './tor-control.ts';
import { cookieFile, torrc } from './torrc.ts';

/** Milliseconds until Tor must have opened its control port. */
const OPEN_MS = 20_000;
/** Milliseconds without any progress after which Tor's network is called unreachable: snowflakes take up to two minutes. */
const STALLED_MS = 130_000;
const COOKIE_BYTES = 32;
const CONTROL = /Opened Control listener connection \(ready\) on 127\.0\.0\.1:(\d{1,5})/;
/** What names the bridges that were used, in words anybody could read. */
const TELLING = ['state', 'cached-descriptors', 'cached-descriptors.new'];

export interface TorOptions {
  readonly path: string;
  readonly bridges: readonly string[];
  /** The program for each kind of bridge. */
  readonly helpers: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly start: StartEngine;
  readonly log: EngineLog;
  readonly clock: Clock;
  readonly onProgress: (progress: TorProgress) => void;
  /** Lines for tests, see `torrc`. */
  readonly more?: readonly string[];
}

/** Starts Tor and takes it over. Rejects with NetError('proxy', 'x_proxy_engine_failed') or the signal's reason. */
export async function startTor(options: TorOptions, signal: AbortSignal): Promise<EngineRun> {
  const { folder, bridges, start, log, clock, onProgress } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await forget(folder, bridges);
  await rm(cookieFile(folder), { force: true });
  const listening = createDeferred<number>();
  const order = {
    path: options.path,
    // From standard input alone: neither the system's own configuration nor our bridges in anybody's list of processes.
    args: ['-f', '-', '--defaults-torrc', join(folder, 'none'), '--ignore-missing-torrc'],
    env: { ...options.env },
    input: torrc({ ...options, owner: process.pid }),
  };
  const tor = await start(order, (line) => {
    log.add(line);
    const port = CONTROL.exec(line)?.[1];
    if (port !== undefined) listening.resolve(Number(port));
  });
  void tor.ended.then(() => listening.reject(new Error('Tor ended')));
  try {
    return await withDeadline({ signal, ms: OPEN_MS, operation: 'proxy', clock }, (limited) =>
      takeOver(tor, listening.promise, limited),
    );
  } catch (error) {
    await tor.end();
    await forget(folder, bridges);
    signal.throwIfAborted();
    throw new NetError('proxy', 'x_proxy_engine_failed', { cause: error });
  }

  /** Tor writes it a moment after it has said that it listens. */
  async function readCookie(limited: AbortSignal): Promise<Uint8Array> {
    for (;;) {
      const cookie = await readFile(cookieFile(folder)).catch(() => null);
      if (cookie?.length === COOKIE_BYTES) return cookie;
      await clock.sleep(LOOK_MS, limited);
    }
  }

  async function takeOver(
    { pid, ended, end }: EngineProcess,
    listens: Promise<number>,
    limited: AbortSignal,
  ): Promise<EngineRun> {
    const ready = createDeferred<void>();
    let callOff = () => {};
    let reached = -1;
    const hear = (progress: TorProgress) => {
      if (progress.percent <= reached) return;
      reached = progress.percent;
      onProgress(progress);
      callOff();
      if (progress.percent === 100) return ready.resolve(undefined);
      callOff = clock.after(STALLED_MS, () => ready.reject(new NetError('proxy', 'x_proxy_unreachable')));
    };
    const port = await abandonable(listens, limited);
    const control = await controlTor(port, await readCookie(limited), hear, limited);
    const [door = ''] = control.socks;
    const socks = Number(/^127\.0\.0\.1:(\d{1,5})$/.exec(door)?.[1] ?? 0);
    if (control.socks.length !== 1 || socks === 0 || !(await listensOnLoopbackOnly(pid, socks)))
      throw new Error('Tor listens elsewhere');
    return {
      door: { host: '127.0.0.1', port: socks },
      ready: ready.promise,
      ended: ended.then(async () => {
        callOff();
        ready.reject(new NetError('proxy', 'x_proxy_engine_failed'));
        control.close();
        await forget(folder, bridges);
      }),
      end,
    };
  }
}

/** Milliseconds between looks for a file. */
const LOOK_MS = 20;

/** Tor's own notes of its network are public and make the next start quick; which bridges it used is nobody's to find. */
async function forget(folder: string, bridges: readonly string[]): Promise<void> {
  if (bridges.length === 0) return;
  await Promise.all(TELLING.map((name) => rm(join(folder, name), { force: true, maxRetries: 3 })));
}
