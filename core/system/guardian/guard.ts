import type { Readable } from 'node:stream';
import type { SettingsDriver } from '../settings/driver.ts';
import type { Journal } from '../settings/journal.ts';
import { type Restored, restoreSettings } from '../settings/restore.ts';

/** Milliseconds that putting back may take. */
const RESTORE_MS = 20_000;

export interface GuardOptions {
  /** A pipe that somebody else holds the other end of: it ends when they do, however they end. */
  readonly lifeline: Readable;
  readonly drivers: readonly SettingsDriver[];
  readonly journal: Journal;
}

/**
 * Waits until the lifeline ends and then puts back what was not put back before: nothing where its holder ended in good
 * order. Resolves to what that came to.
 */
export async function guard({ lifeline, drivers, journal }: GuardOptions): Promise<Restored> {
  await new Promise<void>((resolve) => {
    lifeline
      .once('end', resolve)
      .once('error', () => resolve())
      .once('close', resolve);
    lifeline.resume();
  });
  if (Object.keys(await journal.read()).length === 0) return { restored: 0, left: 0, failed: [] };
  return restoreSettings(drivers, journal, AbortSignal.timeout(RESTORE_MS));
}
