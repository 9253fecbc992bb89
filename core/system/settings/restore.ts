import { type LoginEntries, RESTORER } from '../login/entry.ts';
import { type UndoOptions, undoSettings } from './change.ts';
import type { SettingsDriver } from './driver.ts';
import { tidyHome } from './journal.ts';
import { giveRoom } from './room.ts';

/** What putting everything back came to. */
export interface Restored {
  /** Places that were put back. */
  readonly restored: number;
  /** Places that somebody else has changed since, and that stay as they are. */
  readonly left: number;
  /** Drivers whose settings could not be put back, and why, for experts. */
  readonly failed: readonly { readonly driver: string; readonly message: string }[];
}

/**
 * Puts back everything that is recorded, and turns off what can only be ours though nothing is recorded of it. One that
 * fails keeps no other from being put back. Never rejects but with the signal's reason.
 */
export async function restoreSettings(
  drivers: readonly SettingsDriver[],
  options: UndoOptions,
): Promise<Restored> {
  const { journal, signal } = options;
  const recorded = await journal.read();
  const failed: { driver: string; message: string }[] = [];
  let restored = 0;
  let left = 0;
  for (const driver of drivers) {
    // A desktop that is not running now may still have been changed while it was.
    if (!Object.hasOwn(recorded, driver.id) && !(await driver.isHere(signal))) continue;
    try {
      const undone = await undoSettings(driver, options);
      restored += undone.restored.length;
      left += undone.left.length;
    } catch (error) {
      signal.throwIfAborted();
      failed.push({ driver: driver.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { restored, left, failed };
}

/** Where a home's settings are changed. */
export interface Places {
  /** FOOTBRIDGE_HOME. */
  readonly home: string;
  readonly drivers: readonly SettingsDriver[];
  readonly entries: LoginEntries;
}

/**
 * The same, with nothing left behind in the home or at login; and once more on a disk that was full, which is given the room
 * that was kept for this. For whoever has the turn (`inTurn`).
 */
export async function restoreHome(
  { home, drivers, entries }: Places,
  options: UndoOptions,
): Promise<Restored> {
  const first = await restoreSettings(drivers, options);
  const isWorthMore = first.failed.length > 0 && (await giveRoom(home));
  const last = isWorthMore ? await restoreSettings(drivers, options) : { ...first, restored: 0, left: 0 };
  if (last.failed.length === 0) await tidy({ home, entries }, options.signal);
  return { restored: first.restored + last.restored, left: first.left + last.left, failed: last.failed };
}

/** Removes what means nothing once nothing is changed any more. For whoever has the turn; never rejects. */
export async function tidy(
  { home, entries }: Pick<Places, 'home' | 'entries'>,
  signal: AbortSignal,
): Promise<void> {
  await giveRoom(home);
  await tidyHome(home);
  await entries.remove(RESTORER, signal).catch(() => undefined);
}
