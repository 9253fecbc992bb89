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
 * How this program has itself started again, as text for the engine's process; see `commandOf`. On Linux without a screen:
 * Chromium would end with the display it is shown on, just when a session ends, and start nowhere else.
 */
export function ownCommandText(platform: NodeJS.Platform, ...self: Parameters<typeof commandOf>): string {
  const own = [...commandOf(...self), ...(platform === 'linux' ? ['--ozone-platform=headless'] : [])];
  return JSON.stringify({ guard: [...own, '--guard'], restore: [...own, '--restore'] });
}
