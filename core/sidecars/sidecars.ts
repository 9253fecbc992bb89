import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { NetError } from '../model/failure.ts';
import type {
  Engine,
  EngineId,
  SidecarDoor,
  Sidecars,
  SidecarsManifest,
  SidecarWish,
  TorProgress,
} from '../model/sidecar.ts';
import type { Clock, Random } from '../model/time.ts';
import { cleanEnvironment } from '../system/clean-environment.ts';
import type { StartEngine } from './child.ts';
import { methodArguments, startDesyncEngine } from './desync.ts';
import type { EngineFinder } from './find.ts';
import { createEngineLog } from './log.ts';
import { createRunner, type EngineRun, type Runner } from './runner.ts';
import { startServerEngine } from './server.ts';
import { startTor } from './tor.ts';

export interface SidecarOptions {
  readonly manifest: SidecarsManifest;
  readonly finder: EngineFinder;
  /** Undefined where this shell has no way to keep engines: then none is started. */
  readonly start: StartEngine | undefined;
  /** Where engines may keep what they learn. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly random: Random;
  /** PEMs that certificates are checked against. */
  readonly roots: readonly string[];
  /** How far Tor is; null when it is not being started any more. */
  readonly onTor: (progress: TorProgress | null) => void;
  /** An engine did not start or ended; what it said last, nothing in it that names a server. */
  readonly onTrouble: (engine: string, message: string) => void;
  /** Finds a Tor that somebody else runs here: one that runs is used before one is started. */
  readonly runningTor: () => Promise<SidecarDoor | null>;
  /** Lines for tests, see `torrc`. */
  readonly torrc?: readonly string[];
}

/** Engines for one user of them: ended when the last one who needs them closes. */
export interface SidecarSession extends Sidecars {
  close(): Promise<void>;
}

export interface SidecarHouse {
  session(): SidecarSession;
  /** Names of the programs of which one is needed for a wish and none is here; null where nothing is missing. */
  missingFor(wish: SidecarWish, signal: AbortSignal): Promise<readonly string[] | null>;
  /** What the programs may be called that run for us now. */
  commands(): ReadonlySet<string>;
}

/** Milliseconds. */
const SEEN_MS = 5_000;

/** What was found for a wish. */
type Ready =
  | {
      readonly ok: true;
      readonly engine: Engine;
      readonly path: string;
      readonly helpers: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly missing: readonly string[] };

/** What `needs` calls it: who carries a kind may not be able to compare fingerprints. */
function needOf(wish: SidecarWish): string {
  if (wish.kind !== 'server') return wish.kind;
  const { protocol, options } = wish.server;
  return options.pin === undefined || protocol.endsWith('-xray') ? protocol : `${protocol}-pinned`;
}

/** One process for each wish, however many sessions have it. */
export function createSidecars(options: SidecarOptions): SidecarHouse {
  const { manifest, finder, start, clock } = options;
  let seen: { readonly at: number; readonly door: Promise<SidecarDoor | null> } = {
    at: Number.NEGATIVE_INFINITY,
    door: Promise.resolve(null),
  };
  const running = new Map<
    string,
    { readonly wish: SidecarWish; readonly runner: Runner; readonly users: Set<object> }
  >();

  /** Asked anew after a while: it may have been started, or ended. */
  async function runningTor(): Promise<SidecarDoor | null> {
    if (clock.monotonic() - seen.at >= SEEN_MS) seen = { at: clock.monotonic(), door: options.runningTor() };
    return seen.door;
  }

  function enginesFor(wish: SidecarWish): readonly Engine[] {
    return (manifest.needs[needOf(wish)] ?? []).flatMap(
      (id: EngineId) => manifest.engines.find((engine) => engine.id === id) ?? [],
    );
  }

  async function find(wish: SidecarWish, signal: AbortSignal): Promise<Ready> {
    const able = enginesFor(wish);
    const helpers = await findHelpers(wish.kind === 'tor' ? wish.bridges : []);
    for (const engine of wish.kind === 'desync' && methodOf(wish) === undefined ? [] : able) {
      const found = await finder.engine(engine, signal);
      if (found === null) continue;
      return helpers.missing.length > 0
        ? { ok: false, missing: helpers.missing }
        : { ok: true, engine, path: found.path, helpers: helpers.found };
    }
    return { ok: false, missing: able.map(({ name }) => name) };
  }

  function methodOf({ method }: Extract<SidecarWish, { kind: 'desync' }>): readonly string[] | undefined {
    return methodArguments(manifest, method, options.platform);
  }

  /** The programs for the bridges' transports; plain ones need none. */
  async function findHelpers(bridges: readonly string[]) {
    const found = new Map<string, string>();
    const missing: string[] = [];
    for (const line of bridges) {
      const [transport = ''] = line.split(' ');
      if (transport.includes(':') || found.has(transport)) continue;
      const commands = manifest.bridgeHelpers.find(({ transports }) =>
        transports.includes(transport),
      )?.commands;
      const path = await finder.program(commands ?? []);
      // Tor takes a path only up to its first space.
      if (path === null || /\s/.test(path)) missing.push(commands?.[0] ?? transport);
      else found.set(transport, path);
    }
    return { found, missing };
  }

  async function begin(wish: SidecarWish, signal: AbortSignal): Promise<EngineRun> {
    const ready = await find(wish, signal);
    if (!ready.ok || start === undefined) throw new NetError('proxy', 'x_proxy_engine_missing');
    const { engine, path, helpers } = ready;
    const log = createEngineLog(secretsOf(wish));
    const common = { path, start, log, clock, env: environment(options.env) };
    try {
      if (wish.kind === 'server') {
        const { roots, random } = options;
        return await startServerEngine({ ...common, engine, server: wish.server, roots, random }, signal);
      }
      if (wish.kind === 'desync')
        return await startDesyncEngine(
          { ...common, engine, method: methodOf(wish) ?? [], hasIpv6: hasIpv6() },
          signal,
        );
      const run = await startTor(
        {
          ...{ ...common, helpers, bridges: wish.bridges },
          folder: join(options.folder, 'tor'),
          onProgress: options.onTor,
          ...(options.torrc && { more: options.torrc }),
        },
        signal,
      );
      run.ready.then(
        () => options.onTor(null),
        () => {
          options.onTor(null);
          if (!signal.aborted) tell();
        },
      );
      return run;
    } catch (error) {
      options.onTor(null);
      if (!signal.aborted) tell();
      throw error;
    }

    function tell(): void {
      const said = log.lines().filter((line) => /\[(?:warn|err)\]/i.test(line));
      options.onTrouble(engine.name, (said.at(-1) ?? log.lines().at(-1) ?? 'it said nothing').trim());
    }
  }

  return {
    session() {
      const mark = {};
      let isClosed = false;
      return {
        async open(wish, signal): Promise<SidecarDoor> {
          if (isClosed) throw new NetError('proxy', 'interrupted');
          const theirs = isOpenToAnyTor(wish) ? await runningTor() : null;
          if (theirs !== null) return theirs;
          signal.throwIfAborted();
          const name = JSON.stringify(wish);
          const known = running.get(name) ?? {
            wish,
            runner: createRunner((until) => begin(wish, until), clock),
            users: new Set(),
          };
          running.set(name, known);
          known.users.add(mark);
          return known.runner.open(signal);
        },
        async close() {
          isClosed = true;
          const ending: Promise<void>[] = [];
          for (const [name, { runner, users }] of running) {
            if (!users.delete(mark) || users.size > 0) continue;
            running.delete(name);
            ending.push(runner.close());
          }
          await Promise.all(ending);
        },
      };
    },
    async missingFor(wish, signal) {
      if (isOpenToAnyTor(wish) && (await runningTor()) !== null) return null;
      const ready = await find(wish, signal);
      return ready.ok ? null : ready.missing;
    },
    commands() {
      const engines = [...running.values()].flatMap(({ wish }) => enginesFor(wish));
      return new Set(engines.flatMap(({ commands }) => commands));
    },
  };
}

/** Whether a Tor that somebody else runs would do: bridges are to be tried themselves. */
function isOpenToAnyTor(wish: SidecarWish): boolean {
  return wish.kind === 'tor' && wish.bridges.length === 0;
}

/** What is said of a server or a bridge, to be hidden wherever it is printed. */
function secretsOf(wish: SidecarWish): readonly string[] {
  if (wish.kind === 'tor') return wish.bridges.flatMap((line) => line.split(' ').slice(1));
  if (wish.kind === 'desync') return [];
  const { host, credentials, options } = wish.server;
  return [host, credentials.username, credentials.password, ...Object.values(options)];
}

function environment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(cleanEnvironment(env)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some(({ family }) => family === 'IPv6'));
}
