import type { SidecarsManifest } from '../model/sidecar.ts';
import { digest, type EngineFinder } from './find.ts';

/** A program of others, and the one of it on this computer. */
export interface ListedProgram {
  /** As it calls itself. */
  readonly name: string;
  /** What its file may be called. */
  readonly commands: readonly string[];
  /** Where its own authors offer it. */
  readonly source: string;
  /** Null where there is none that can be used. */
  readonly here: {
    readonly path: string;
    /** Null for what is asked nothing. */
    readonly version: string | null;
    /** In hexadecimal; null where it cannot be read. */
    readonly sha256: string | null;
    /** Whether it is one that is known to be good. */
    readonly isKnown: boolean;
  } | null;
}

/** All programs that we know how to use, and which of them are here. Rejects only with the signal's reason. */
export async function listPrograms(
  { engines, bridgeHelpers }: SidecarsManifest,
  finder: EngineFinder,
  signal: AbortSignal,
): Promise<readonly ListedProgram[]> {
  const listed: ListedProgram[] = [];
  const hash = (path: string) => digest(path).catch(() => null);
  for (const engine of engines) {
    const { name, commands, source } = engine;
    const found = await finder.engine(engine, signal);
    const sha256 = found === null ? null : await hash(found.path);
    const isKnown = sha256 !== null && engine.sha256.includes(sha256);
    listed.push({ name, commands, source, here: found && { ...found, sha256, isKnown } });
  }
  for (const { commands, source } of bridgeHelpers) {
    const [name = ''] = commands;
    if (listed.some((one) => one.name === name)) continue;
    const path = await finder.program(commands);
    const here = path === null ? null : { path, version: null, sha256: await hash(path), isKnown: false };
    listed.push({ name, commands, source, here });
  }
  return listed;
}
