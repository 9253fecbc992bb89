import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../core/contract.ts';
import type { Started } from '../core/engine.ts';
import { done, notDone } from '../core/shell-kit.ts';
import { type Browser, findBrowser } from './browsers.ts';
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

/** Messengers in windows of their own. They stay when Footbridge ends, and have no connection then. */
export interface MessengerWindows {
  /** What they are opened with; null where that cannot be had. */
  browser(): Browser | null;
  /** Opens one with a profile of its own, the same each time. */
  open(window: {
    readonly messenger: string;
    readonly url: string;
    readonly proxyPort: number;
  }): Promise<Outcome<null>>;
  /** Ends those that were opened, so that their profiles can be erased. */
  closeAll(): Promise<void>;
}

export function createMessengerWindows({
  system,
  home,
  testFlags,
}: MessengerWindowOptions): MessengerWindows {
  const running = new Map<string, Extract<Started, { kind: 'running' }>>();
  // Root would need it without its sandbox: that is refused.
  const browser = () => (system.isRoot && testFlags.length === 0 ? null : findBrowser(system));
  return {
    browser,
    async open({ messenger, url, proxyPort }) {
      const program = browser();
      if (program === null) return notDone('not-possible-here');
      const profile = join(home, 'windows', messenger);
      try {
        await mkdir(profile, { recursive: true, mode: 0o700 });
      } catch {
        return notDone('cannot-save');
      }
      const args = [...windowArguments({ url, profile, proxyPort }), ...testFlags];
      const started = await system.start(program.path, args, { patienceMs: PATIENCE_MS, lives: 'on' });
      if (started.kind === 'running') running.set(messenger, started);
      // A browser that already runs with this profile takes the window over, and the new process ends well.
      const isOpen = started.kind === 'running' || (started.kind === 'ended' && started.code === 0);
      return isOpen ? done(null) : notDone('no-program');
    },
    async closeAll() {
      await Promise.all([...running.values()].map((window) => window.end()));
      running.clear();
    },
  };
}
