import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A drive that people carry about. */
export interface Drive {
  readonly path: string;
  /** As the person knows it. */
  readonly name: string;
}

export interface DriveSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the system mounts them; other than its own for tests alone. */
  readonly mounts?: readonly string[];
}

const MOST_DRIVES = 12;
/** On macOS the computer's own disk is among them. */
const OWN = new Set(['Macintosh HD', 'Recovery']);
const LETTERS = [...'DEFGHIJKLMNOPQRSTUVWXYZ'];

/**
 * Drives beside the computer's own that can be written: where desktops mount sticks, on Windows every other letter. Never
 * rejects.
 */
export async function findDrives(surroundings: DriveSurroundings): Promise<readonly Drive[]> {
  const { platform } = surroundings;
  const drives =
    platform === 'win32' && surroundings.mounts === undefined
      ? LETTERS.map((letter) => ({ path: `${letter}:\\`, name: `${letter}:` }))
      : (await Promise.all(mountsOf(surroundings).map(inside))).flat();
  const writable = await Promise.all(
    drives.map(({ path }) =>
      access(path, constants.W_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return drives.filter((_, at) => writable[at]).slice(0, MOST_DRIVES);
}

function mountsOf({ platform, env, mounts }: DriveSurroundings): readonly string[] {
  if (mounts !== undefined) return mounts;
  if (platform === 'darwin') return ['/Volumes'];
  const user = env.USER ?? env.LOGNAME;
  return user === undefined ? [] : [join('/media', user), join('/run/media', user)];
}

async function inside(mount: string): Promise<readonly Drive[]> {
  const entries = await readdir(mount, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !OWN.has(entry.name) && !entry.name.startsWith('.'))
    .map(({ name }) => ({ path: join(mount, name), name }));
}
