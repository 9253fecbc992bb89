import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../core/contract.ts';
import { done, notDone, type WebApp } from '../core/shell-kit.ts';
import { findBrowser } from './browsers.ts';
import type { System } from './system.ts';
import { windowArguments } from './window-arguments.ts';

/** A browser that cannot start ends within moments. Milliseconds. */
const PATIENCE_MS = 1_500;

export interface MessengerWindowOptions {
  readonly system: System;
  readonly home: string;
  /** Further arguments for the browser; tests alone have any. */
  readonly testFlags: readonly string[];
}

/** Opens a messenger's client for browsers in a window with a profile of its own, the same one each time. */
export async function openMessengerWindow(
  { id, url, proxyPort }: { readonly id: string; readonly url: WebApp['url']; readonly proxyPort: number },
  { system, home, testFlags }: MessengerWindowOptions,
): Promise<Outcome<null>> {
  const browser = windowBrowser(system, testFlags);
  if (browser === null) return notDone('not-possible-here');
  const profile = join(home, 'windows', id);
  try {
    await mkdir(profile, { recursive: true, mode: 0o700 });
  } catch {
    return notDone('cannot-save');
  }
  const args = [...windowArguments({ url, profile, proxyPort }), ...testFlags];
  const started = await system.start(browser.path, args, { patienceMs: PATIENCE_MS, lives: 'on' });
  // A browser that already runs with this profile takes the window over, and the new process ends well.
  const isOpen = started.kind === 'running' || (started.kind === 'ended' && started.code === 0);
  return isOpen ? done(null) : notDone('no-program');
}

/** The browser such windows are opened with. Root would need it without its sandbox: that is refused. */
export function windowBrowser(system: System, testFlags: readonly string[]) {
  if (system.isRoot && testFlags.length === 0) return null;
  return findBrowser(system);
}
