import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from 'electron';
import type { EngineBridge } from '../core/contract.ts';
import { notDone } from '../core/shell-kit.ts';
import type { Eraser } from './eraser.ts';
import { replaceFile } from './replace-file.ts';

export interface EraseParts {
  /** Takes away what is not this window's, and what else runs here: before the engine erases, and after. */
  readonly others: Pick<Eraser, 'endOthers' | 'eraseAround'>;
  /** Closes what still uses the sessions. */
  readonly closeWindows: () => void;
  readonly sessions: () => readonly Pick<Session, 'clearStorageData' | 'clearCache'>[];
  /** Forgets the window's place, takes the program out of the system's lists, and has somebody sweep up after us. */
  readonly forget: () => void;
  /** Everything is gone; so should we be, once the answer has left. */
  readonly quit: () => void;
}

/** The engine's calls, with what this shell keeps erased too when everything is to be. */
export function withErasing(
  engine: Pick<EngineBridge, 'call'>,
  parts: EraseParts,
): Pick<EngineBridge, 'call'> {
  return {
    async call(command, args) {
      if (command !== 'eraseEverything') return engine.call(command, args);
      // Afterwards nobody finds them: the files that say where they are will be gone.
      const running = await parts.others.endOthers();
      const outcome = await engine.call(command, args);
      const left = await parts.others.eraseAround();
      if (!outcome.ok) return outcome;
      parts.closeWindows();
      for (const session of parts.sessions()) {
        await session.clearStorageData();
        await session.clearCache();
      }
      if (running.length > 0 || left.length > 0) return notDone('cannot-save');
      parts.forget();
      parts.quit();
      return outcome;
    },
  };
}

/**
 * The folders in which Chromium keeps what messengers' windows stored. Their names tell which messengers were used, and
 * they cannot be removed while Chromium runs: that is left to `sweepAfterwards`, and where that failed to the next start. `folder` is Chromium's own.
 */
export function createProfiles(folder: string) {
  const profiles = join(folder, 'Partitions');
  const marker = join(folder, 'sweep');
  return {
    /** Whether a messenger's window was ever opened here. `partition` as in `persist:messenger-whatsapp`. */
    has: (partition: string) => existsSync(join(profiles, partition.replace('persist:', ''))),
    /** Has the next start remove them. Throws as the file system does. */
    sweepNextTime: () => replaceFile(marker, ''),
    /** Removes them where that was asked for; only before Chromium is ready, and by the one program that runs. */
    sweep(): void {
      if (!existsSync(marker)) return;
      rmSync(profiles, { recursive: true, force: true });
      rmSync(marker, { force: true });
    },
  };
}
export type Profiles = ReturnType<typeof createProfiles>;
