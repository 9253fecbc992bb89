import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** More is no longer a list that somebody reads on a phone. */
const MOST_FILES = 24;
/** Names of a folder that are looked at: downloads may be many. */
const MOST_NAMES = 5_000;
/** Bytes of one file: what an old memory stick (FAT) can hold. */
const LARGEST = 4 * 1024 ** 3 - 1;
/** What our own installers and portable folders are called, in every system's packing (electron-builder.yml, docs/packages.md). */
const OURS = /^footbridge[-_. ].*\.(?:exe|msi|dmg|pkg|appimage|deb|rpm|zip|tar\.gz|tgz|7z)$/i;

/** A file that can be handed over. */
export interface OfferedFile {
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970: one that was changed since is another file. */
  readonly changedAt: number;
}

export interface Places {
  /** Folders, or files, in which our own installers may lie: beside the program, where downloads go. */
  readonly installers: readonly string[];
  /** Of what the person put there to be handed over. */
  readonly folder: string;
}

/** Everything that can be handed over here, our own first. Links are not followed; what cannot be read is left out. Never rejects. */
export async function findFiles({ installers, folder }: Places): Promise<readonly OfferedFile[]> {
  const paths = await Promise.all(installers.map((place) => pathsIn(place, (name) => OURS.test(name))));
  const own = await pathsIn(folder, (name) => !name.startsWith('.'));
  const found = await Promise.all([...new Set([...paths.flat(), ...own])].map(look));
  const byName = new Map<string, OfferedFile>();
  for (const file of found) if (file !== null && !byName.has(file.name)) byName.set(file.name, file);
  return [...byName.values()].slice(0, MOST_FILES);
}

async function pathsIn(place: string, isWanted: (name: string) => boolean): Promise<readonly string[]> {
  const names = await readdir(place).catch(() => null);
  if (names === null) return isWanted(basename(place)) ? [place] : [];
  return names
    .slice(0, MOST_NAMES)
    .filter(isWanted)
    .sort()
    .map((name) => join(place, name));
}

async function look(path: string): Promise<OfferedFile | null> {
  const found = await lstat(path).catch(() => null);
  if (found === null || !found.isFile() || found.size === 0 || found.size > LARGEST) return null;
  return { path, name: basename(path), size: found.size, changedAt: found.mtimeMs };
}

/** Its SHA-256 as hexadecimal digits. Rejects where it cannot be read, or when aborted. */
export async function sha256(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}
