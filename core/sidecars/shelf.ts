import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { KeepingFault, SidecarsManifest } from '../model/sidecar.ts';
import type { Random } from '../model/time.ts';
import type { Run } from '../system/run.ts';
import { createEngineFinder, readVersion } from './find.ts';
import { fileOf, type Given, type GivenProgram, MOST_PROGRAM_BYTES, readGiven } from './given-program.ts';

export interface ShelfOptions {
  /** Where they are kept, and found. */
  readonly folder: string;
  readonly manifest: SidecarsManifest;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: Run;
  readonly random: Random;
}

export type Keeping =
  /** `version` as it says; null for what is asked nothing. */
  | { readonly ok: true; readonly version: string | null }
  | { readonly ok: false; readonly fault: KeepingFault };

/** Programs of others that the person pointed to. */
export interface Shelf {
  /** Reads a file and runs nothing. Never rejects. */
  look(path: string): Promise<Given>;
  /**
   * The person says yes: copies it into our own folder, asks the copy what it is, and keeps it, in place of one of that name,
   * where that fits. Rejects only with the signal's reason.
   */
  keep(program: GivenProgram, signal: AbortSignal): Promise<Keeping>;
  /** Removes what was kept under a name; resolves to whether there was something. Rejects where it cannot be removed. */
  remove(command: string): Promise<boolean>;
}

/** Of a copy that was not asked yet. */
const COPY = /^given-[0-9a-f]{12}(?:\.exe)?$/;
const NAME_BYTES = 6;
/** Its owner alone may read and run it. */
const OWN = 0o700;

/** The programs kept in a folder, which nobody but this user may look into. */
export function createShelf({ folder, manifest, platform, env, run, random }: ShelfOptions): Shelf {
  const judge = createEngineFinder({ folders: [], env, platform, run });

  async function copy(path: string, to: string, signal: AbortSignal): Promise<string> {
    const hash = createHash('sha256');
    let size = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        hash.update(chunk);
        done(size > MOST_PROGRAM_BYTES ? new Error('it has grown') : null, chunk);
      },
    });
    await pipeline(createReadStream(path), counted, createWriteStream(to, { flags: 'wx', mode: OWN }), {
      signal,
    });
    const written = await open(to, 'r+');
    try {
      await written.chmod(OWN);
      await written.sync();
    } finally {
      await written.close();
    }
    return hash.digest('hex');
  }

  /** What it says of itself: its version, or why it is not kept. */
  async function ask({ engine }: GivenProgram, file: string, signal: AbortSignal): Promise<Keeping> {
    if (engine === undefined) return { ok: true, version: null };
    const found = await judge.at(engine, file, signal);
    if (found !== null) return { ok: true, version: found.version };
    const { before: _, ...anyVersion } = engine;
    const said = await run(file, engine.versionArguments, { signal, env }).catch(() => null);
    signal.throwIfAborted();
    if (said === null) return { ok: false, fault: 'does-not-start' };
    const isNamed = readVersion(said, { ...anyVersion, from: '0' }) !== null;
    return { ok: false, fault: isNamed ? 'other-version' : 'something-else' };
  }

  return {
    look: (path) => readGiven(path, { manifest, platform }),
    async keep(program, signal) {
      const name = `given-${Buffer.from(random.bytes(NAME_BYTES)).toString('hex')}`;
      const temporary = join(folder, fileOf(name, platform));
      try {
        await mkdir(folder, { recursive: true, mode: OWN });
        await chmod(folder, OWN);
        for (const left of await readdir(folder)) if (COPY.test(left)) await remove(join(folder, left));
        if ((await copy(program.path, temporary, signal)) !== program.sha256)
          return { ok: false, fault: 'changed' };
        const asked = await ask(program, temporary, signal);
        if (asked.ok) await rename(temporary, join(folder, fileOf(program.command, platform)));
        return asked;
      } catch {
        signal.throwIfAborted();
        return { ok: false, fault: 'cannot-save' };
      } finally {
        await remove(temporary).catch(() => undefined);
      }
    },
    async remove(command) {
      const file = fileOf(command.toLowerCase(), platform);
      const isThere = (await readdir(folder).catch((): string[] => [])).includes(file);
      if (isThere) await remove(join(folder, file));
      return isThere;
    },
  };
}

const remove = (path: string) => rm(path, { force: true, maxRetries: 5 });
