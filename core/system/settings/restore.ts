import { undoSettings } from './change.ts';
import type { SettingsDriver } from './driver.ts';
import type { Journal } from './journal.ts';

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
  journal: Journal,
  signal: AbortSignal,
): Promise<Restored> {
  const recorded = await journal.read();
  const failed: { driver: string; message: string }[] = [];
  let restored = 0;
  let left = 0;
  for (const driver of drivers) {
    // A desktop that is not running now may still have been changed while it was.
    if (!Object.hasOwn(recorded, driver.id) && !(await driver.isHere(signal))) continue;
    try {
      const undone = await undoSettings(driver, journal, signal);
      restored += undone.restored.length;
      left += undone.left.length;
    } catch (error) {
      signal.throwIfAborted();
      failed.push({ driver: driver.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { restored, left, failed };
}
