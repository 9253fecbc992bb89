import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Engine } from '../model/sidecar.ts';
import type { Run } from '../system/run.ts';

/** Where systems keep programs that a window's PATH often leaves out. */
const USUAL = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/opt/homebrew/bin'];
const VERSION = /\b(\d{1,4}(?:\.\d{1,4}){1,3})\b/;

export interface FinderOptions {
  /** Where to look before PATH: what was packaged with us, and what the person put into our own folder. */
  readonly folders: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly run: Run;
}

export interface FoundEngine {
  readonly path: string;
  readonly version: string;
}

/** Finds programs of others on this computer; what was found is not looked for again. */
export interface EngineFinder {
  /** The first one that is what it says it is, in a version that we can write for; null where there is none. */
  engine(engine: Engine, signal: AbortSignal): Promise<FoundEngine | null>;
  /** The path of the first of these programs; null where there is none. */
  program(commands: readonly string[]): Promise<string | null>;
}

/** Tells what a program is. */
export interface EngineJudge {
  /** The program at a path; null where it is not what it should be, or of a version that we cannot write for. */
  at(engine: Engine, file: string, signal: AbortSignal): Promise<FoundEngine | null>;
}

/** Looks into the folders, then along PATH. Rejects only with the signal's reason. */
export function createEngineFinder({
  folders,
  env,
  platform,
  run,
}: FinderOptions): EngineFinder & EngineJudge {
  const known = new Map<string, FoundEngine>();
  const path = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const places = [...folders, ...path, ...(platform === 'win32' ? [] : USUAL)];
  const suffix = platform === 'win32' ? '.exe' : '';

  async function* programs(commands: readonly string[]): AsyncGenerator<string> {
    for (const folder of new Set(places))
      for (const command of commands) {
        const file = join(folder, command + suffix);
        if (await isProgram(file)) yield file;
      }
  }

  /** Null where it is none of that name, or of another version. */
  async function judge(engine: Engine, file: string, signal: AbortSignal): Promise<FoundEngine | null> {
    if (engine.sha256.length > 0 && !engine.sha256.includes(await digest(file))) return null;
    try {
      const ask = (args: readonly string[]) => run(file, args, { signal, env });
      const { knownBy } = engine;
      if (knownBy !== undefined && !(await ask(knownBy.arguments)).includes(knownBy.says)) return null;
      const version = readVersion(await ask(engine.versionArguments), engine);
      return version === null ? null : { path: file, version };
    } catch {
      signal.throwIfAborted();
      return null;
    }
  }

  return {
    async engine(engine, signal) {
      const before = known.get(engine.id);
      if (before !== undefined && (await isProgram(before.path))) return before;
      for await (const file of programs(engine.commands)) {
        const found = await judge(engine, file, signal);
        if (found === null) continue;
        known.set(engine.id, found);
        return found;
      }
      return null;
    },
    async program(commands) {
      for await (const file of programs(commands)) return file;
      return null;
    },
    at: judge,
  };
}

/** The version a program prints; null where it does not call itself that engine, or is of a version we cannot write for. */
export function readVersion(
  said: string,
  engine: Pick<Engine, 'name' | 'from' | 'before' | 'knownBy'>,
): string | null {
  const version = VERSION.exec(said)?.[1];
  const isNamed = engine.knownBy !== undefined || said.toLowerCase().includes(engine.name.toLowerCase());
  return isNamed && version !== undefined && isWithin(version, engine) ? version : null;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** A file's SHA-256 in hexadecimal. Rejects where it cannot be read. */
export async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function isWithin(version: string, { from, before }: Pick<Engine, 'from' | 'before'>): boolean {
  return compare(version, from) >= 0 && (before === undefined || compare(version, before) < 0);
}

/** By their numbers, from left to right; missing ones are 0. */
function compare(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => text.split('.').map(Number));
  for (let at = 0; at < 4; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
