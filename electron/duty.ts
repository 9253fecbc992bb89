import type { OwnCommand } from '../core/engine.ts';
import { commandOf } from './login-item.ts';

/** What the program may be started for instead of its window: see core/engine/computer.ts. */
export type Duty = keyof OwnCommand;

/** What the last argument of a start asks for; null for the window. */
export function dutyOf(argv: readonly string[]): Duty | null {
  const last = argv.at(-1);
  return last === '--guard' ? 'guard' : last === '--restore' ? 'restore' : null;
}

/**
 * Chromium's words for doing without a screen: on Linux the program ends where it finds none, or loses it. Somebody logs
 * out, a package is removed at a text console: then most of all the settings have to be put back.
 */
const WITHOUT_SCREEN = ['--ozone-platform=headless', '--disable-gpu'];

/** How this program has itself started again, as text for the engine's process; see `commandOf`. */
export function ownCommandText(
  self: Pick<NodeJS.Process, 'execPath' | 'env' | 'platform'>,
  isPackaged: boolean,
  project: string,
): string {
  const own = commandOf(self, isPackaged, project);
  const words = self.platform === 'linux' ? [...own, ...WITHOUT_SCREEN] : own;
  return JSON.stringify({ guard: [...words, '--guard'], restore: [...words, '--restore'] });
}
