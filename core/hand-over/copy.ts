import { constants } from 'node:fs';
import { copyFile, mkdir, open, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OfferedFile, sha256 } from './files.ts';

/** Of the folder on the stick, tried with a number behind it where there is one already. */
const FOLDER = 'Footbridge';
const MOST_FOLDERS = 20;
/** What `sha256sum -c` reads. */
const SUMS = 'SHA256SUMS.txt';
/** Left free on the stick. Bytes. */
const MARGIN = 1024 ** 2;

/** How to install, in the person's language. */
export interface HowTo {
  /** Without an ending; only its letters, digits and spaces are kept. */
  readonly name: string;
  readonly text: string;
}

export type Copied =
  /** The name of the folder that was made. */
  | { readonly kind: 'copied'; readonly folder: string }
  | { readonly kind: 'no-room' }
  | { readonly kind: 'failed' };

const plainName = (name: string) =>
  name
    .replace(/[^\p{L}\p{N}\p{M} ]/gu, '')
    .trim()
    .slice(0, 60) || 'README';

/**
 * Copies files into a new folder of a drive, reads them back, and puts their checksums and a how-to beside them. What is there
 * already is not touched; what could not be finished is taken away again. Never rejects.
 */
export async function copyToDrive(
  drive: string,
  files: readonly OfferedFile[],
  howTo: HowTo,
  signal: AbortSignal,
): Promise<Copied> {
  try {
    const room = await statfs(drive);
    const needed = files.reduce((sum, { size }) => sum + size, MARGIN);
    if (room.bavail * room.bsize < needed) return { kind: 'no-room' };
    const folder = await makeFolder(drive);
    try {
      await fill(join(drive, folder), files, howTo, signal);
      return { kind: 'copied', folder };
    } catch {
      await rm(join(drive, folder), { recursive: true, force: true });
    }
  } catch {
    // The drive cannot be written, or was pulled out.
  }
  return { kind: 'failed' };
}

async function makeFolder(drive: string): Promise<string> {
  for (let number = 1; number <= MOST_FOLDERS; number++) {
    const name = number === 1 ? FOLDER : `${FOLDER} ${number}`;
    const isMade = await mkdir(join(drive, name)).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (isMade) return name;
  }
  throw new Error('there are too many such folders');
}

async function fill(
  folder: string,
  files: readonly OfferedFile[],
  howTo: HowTo,
  signal: AbortSignal,
): Promise<void> {
  const sums: string[] = [];
  for (const { path, name } of files) {
    signal.throwIfAborted();
    const copy = join(folder, name);
    await copyFile(path, copy, constants.COPYFILE_EXCL);
    await flush(copy);
    const [before, after] = [await sha256(path, signal), await sha256(copy, signal)];
    if (before !== after) throw new Error('it was not copied as it was');
    sums.push(`${after}  ${name}\n`);
  }
  await writeFile(join(folder, SUMS), sums.join(''), { flag: 'wx' });
  // Notepad of old Windows takes it for UTF-8 by its mark, and breaks lines only so.
  const text = `\uFEFF${howTo.text.replaceAll('\n', '\r\n')}\r\n`;
  await writeFile(join(folder, `${plainName(howTo.name)}.txt`), text, { flag: 'wx' });
}

/** People pull sticks out. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
