import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';

/** What a stored file turned out to be. `set-aside`: it was unreadable and now lies under `backup`, nothing lost. */
export type Stored<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'set-aside'; readonly backup: string };

const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY']);
const RENAME_TRIES = 8;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Windows refuses to replace a file that a virus scanner holds open; it lets go within moments. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (attempt === RENAME_TRIES || !BUSY.has(codeOf(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 15 * attempt));
    }
  }
}

/** Writes a new file beside `path`, on disk for good unless told otherwise; its own name. */
async function writeTemporary(
  path: string,
  content: string | Uint8Array,
  {
    mode = 0o600,
    isForGood = true,
  }: { readonly mode?: number | undefined; readonly isForGood?: boolean } = {},
): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      // What the process's mask took away.
      await file.chmod(mode);
      await file.writeFile(content);
      if (isForGood) await file.sync();
    } finally {
      await file.close();
    }
    return temporary;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Replaces a file whole or not at all, readable by its owner only unless another mode is given. Survives a power cut
 * between any two steps.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const temporary = await writeTemporary(path, content, { mode });
  try {
    await renamePatiently(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Creates a file whole unless one is already there, also when two programs try at once; resolves to whether it did. Unless
 * `isForGood`, it need not outlast a power cut.
 */
export async function createFileOnce(
  path: string,
  content: Uint8Array,
  { isForGood = true } = {},
): Promise<boolean> {
  const temporary = await writeTemporary(path, content, { isForGood });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    // Memory sticks (FAT) know no links; there the moment between the two steps has to do.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') {
      return writeFile(path, content, { flag: 'wx', mode: 0o600 }).then(
        () => true,
        () => false,
      );
    }
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What `writeTemporary` puts behind a file's name. */
const TEMPORARY = /^\.[0-9a-f]{12}\.tmp$/;

/** Removes what was left beside a file by a process that was killed while it wrote. Nobody may be writing it. Never rejects. */
export async function removeLeftovers(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  const beside = await readdir(folder).catch(() => []);
  for (const other of beside) {
    if (other.startsWith(name) && TEMPORARY.test(other.slice(name.length)))
      await rm(join(folder, other), { force: true }).catch(() => undefined);
  }
}

/** Has the names in a folder on disk for good: a file that was moved there may else be gone after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs none of this.
  const opened = await open(folder).catch(() => null);
  await opened?.sync().catch(() => undefined);
  await opened?.close();
}

/** Reads bytes, or null where there is no such file. Throws on any other error of the file system. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Moves an unreadable file out of the way instead of overwriting it. */
export async function setAside(path: string, now: number): Promise<string> {
  const backup = `${path}.unreadable-${now}`;
  await renamePatiently(path, backup);
  return backup;
}

/** Reads JSON that must fit `schema`; what does not is set aside, never overwritten and never a crash. */
export async function readJson<S extends v.GenericSchema>(
  path: string,
  schema: S,
  now: number,
): Promise<Stored<v.InferOutput<S>>> {
  const bytes = await readIfThere(path);
  if (bytes === null) return { kind: 'missing' };
  try {
    const result = v.safeParse(schema, JSON.parse(bytes.toString('utf8')));
    if (result.success) return { kind: 'found', value: result.output };
  } catch {
    // Not JSON at all: treated like JSON of the wrong shape.
  }
  return { kind: 'set-aside', backup: await setAside(path, now) };
}
