import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const TRIES = 50;
const PAUSE_MS = 100;

/**
 * Removes a folder that a program which is just ending may still write into: what is new is removed again, for five
 * seconds. Throws what the last try did.
 */
export async function removeFolder(folder: string): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (left === 0) throw error;
      await delay(PAUSE_MS);
    }
  }
}
