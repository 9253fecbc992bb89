import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../store/atomic-file.ts';
import { SettingsError } from './driver.ts';

/** Putting back writes whole files anew; dconf's is the largest, some hundred kilobytes. */
const ROOM_BYTES = 1 << 20;

const pathIn = (home: string) => join(home, 'changed.room');

/**
 * Keeps a piece of the disk while settings are changed, so that they can be put back on one that is full by then. Rejects
 * with SettingsError('no-journal') where there is no such piece: then nothing may be changed.
 */
export async function keepRoom(home: string): Promise<void> {
  const kept = await stat(pathIn(home)).catch(() => null);
  if (kept?.size === ROOM_BYTES) return;
  try {
    // Random, since a file system that compresses would keep nothing for zeros.
    await writeFileAtomic(pathIn(home), randomBytes(ROOM_BYTES));
  } catch (error) {
    throw new SettingsError('no-journal', 'the disk has no room to put things back', { cause: error });
  }
}

/** Gives it back to the disk; whether there was any. Never rejects. */
export async function giveRoom(home: string): Promise<boolean> {
  return rm(pathIn(home)).then(
    () => true,
    () => false,
  );
}
