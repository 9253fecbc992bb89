import { loginEntries } from '../system/login/entries.ts';
import type { LoginEntry } from '../system/login/entry.ts';
import { here } from './here.ts';

/** Milliseconds that reading or changing the system's list may take. */
const LIST_MS = 10_000;

/** Whether the system starts something of ours at login, in the list where it shows such programs. Off until set. */
export interface StartAtLogin {
  /** False where the system does not tell. */
  isOn(): Promise<boolean>;
  /** Rejects where the list cannot be written. */
  set(on: boolean): Promise<void>;
}

/** One command in the system's list: autostart on Linux, the Run key on Windows, a launch agent on macOS. */
export function openStartAtLogin(
  entry: Pick<LoginEntry, 'id' | 'command'>,
  entries = loginEntries(here()),
): StartAtLogin {
  const limit = () => AbortSignal.timeout(LIST_MS);
  return {
    isOn: () => entries.has(entry.id, limit()).catch(() => false),
    set: (on) =>
      on ? entries.add({ ...entry, title: 'Footbridge' }, limit()) : entries.remove(entry.id, limit()),
  };
}
