import { lstat, readdir, realpath, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring } from '../model/keyring.ts';
import { forgetKeys } from './vault-keys.ts';

/** What we keep, what was set aside of it, what a power cut left of writing it, and the marks of a Footbridge that runs. */
const OURS =
  /^(settings\.json|vault\.bin|vault\.key|vault\.keyring|networks\.json|known-hosts\.json|history\.jsonl|(?:window|terminal-\d+)\.json)(\.unreadable-\d+|\.[0-9a-f]{12}\.tmp)?$/;

/**
 * Profiles of messengers' windows in a browser, what Tor has learnt of its network, programs of others that the person pointed to,
 * what was put there to be handed over, and the mark of a start that was killed.
 */
const FOLDERS = /^(?:windows|tor|engines|hand-over|window\.take-over)$/;

/** Not `changed.json` itself: while it is there, something of the computer's settings has still to be put back. */
const LEFT = /^changed\.(?:json|copy\.json|room|lock)(?:\.unreadable-\d+|\.[0-9a-f]{12}\.tmp)$/;

/** Says under which name the key is in the keyring. */
const KEY_MARK = 'vault.keyring';

/** A browser that was just ended still writes for a moment. */
const TRIES = 5;

/** The key of the vault is in the keyring still, which opens nothing any more; what says under which name stays for the next try. */
export class KeyLeftError extends Error {
  override readonly name = 'KeyLeftError';
}

/**
 * Removes everything that this room keeps in `home` and in the keyring, and the folder itself where nothing else is in it. Links are removed, and
 * never followed. Rejects where something cannot be removed, with KeyLeftError where that is the key alone; the rest is removed nevertheless.
 */
export async function eraseHome(home: string, keyring: Keyring | null = null): Promise<void> {
  const isKeyGone = await forgetKeys(home, keyring);
  const names = await readdir(home).catch((): string[] => []);
  const removals = await Promise.allSettled(
    names.map((name) => {
      const path = join(home, name);
      if (name === KEY_MARK && !isKeyGone) return undefined;
      if (FOLDERS.test(name)) return rm(path, { recursive: true, force: true, maxRetries: TRIES });
      return OURS.test(name) || LEFT.test(name) ? rm(path, { force: true }) : undefined;
    }),
  );
  await removeEmpty(home);
  for (const removal of removals) if (removal.status === 'rejected') throw removal.reason;
  if (!isKeyGone) throw new KeyLeftError('the keyring of this computer does not let the key be removed');
}

/** Somebody may have moved the folder elsewhere, and left a link to it. */
async function removeEmpty(home: string): Promise<void> {
  try {
    const isLink = (await lstat(home)).isSymbolicLink();
    await rmdir(await realpath(home));
    if (isLink) await unlink(home);
  } catch {
    // Something else is in it.
  }
}
