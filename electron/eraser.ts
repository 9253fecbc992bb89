import { randomBytes } from 'node:crypto';
import { eraseAround, eraseHere, type Left, openComputer, openKeyring } from '../core/guardian.ts';
import type { Clock } from '../core/model/time.ts';
import { endOthers, isProcessAlive, killProcess } from '../core/shell-kit.ts';
import { readOwnCommand } from './own-command.ts';

export interface Eraser {
  /** Ends what else runs in this home; resolves to the processes that may still run. */
  endOthers(): Promise<readonly number[]>;
  /** Takes away what other shells of ours left beside the home; resolves to what is left. */
  eraseAround(): Promise<readonly Left[]>;
  /** Erases everything where no engine starts; whether nothing is left. Never rejects. */
  eraseAlone(): Promise<boolean>;
}

/** What the window has open itself is swept away once it has ended. */
const NO_TRACES: readonly string[] = [];

/** Erases what is not this window's own. `own` is how we are started again, as `ownCommandText` writes it. */
export function createEraser(home: string, own: string, clock: Clock): Eraser {
  const random = { bytes: (length: number) => randomBytes(length), uniform: Math.random };
  return {
    endOthers: () => endOthers(home, { clock, random, isAlive: isProcessAlive, kill: killProcess }),
    eraseAround: () => eraseAround({ traces: NO_TRACES }),
    async eraseAlone() {
      const left = await eraseHere({
        home,
        computer: openComputer(home, readOwnCommand(own), clock.now),
        keyring: openKeyring(),
        // They have been ended before.
        endOthers: async () => [],
        traces: NO_TRACES,
      });
      return left.length === 0;
    },
  };
}
