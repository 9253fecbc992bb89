import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What we keep, what was set aside of it, and what a power cut left of writing it. */
const OURS =
  /^(settings\.json|vault\.bin|vault\.key|networks\.json|known-hosts\.json|history\.jsonl)(\.unreadable-\d+|\.[0-9a-f]{12}\.tmp)?$/;

/** Where Tor keeps what it has learnt of its network. */
const OUR_FOLDER = 'tor';

/** Not `changed.json` itself: while it is there, something of the computer's settings has still to be put back. */
const LEFT = /^changed\.(?:json|copy\.json|room|lock)(?:\.unreadable-\d+|\.[0-9a-f]{12}\.tmp)$/;

/**
 * Removes everything that this room keeps in `home`, and the folder itself where nothing else is in it. Rejects where a
 * file cannot be removed; the others are removed nevertheless.
 */
export async function eraseHome(home: string): Promise<void> {
  const names = await readdir(home).catch((): string[] => []);
  const removals = await Promise.allSettled(
    names
      .filter((name) => OURS.test(name) || LEFT.test(name) || name === OUR_FOLDER)
      .map((name) => rm(join(home, name), { force: true, recursive: name === OUR_FOLDER })),
  );
  await rmdir(home).catch(() => undefined);
  for (const removal of removals) if (removal.status === 'rejected') throw removal.reason;
}
