import type { Session } from 'electron';
import type { EngineBridge } from '../core/contract.ts';

export interface EraseParts {
  /** Closes what still uses the sessions. */
  readonly closeWindows: () => void;
  readonly sessions: () => readonly Pick<Session, 'clearStorageData' | 'clearCache'>[];
  /** Forgets the window's place and takes the program out of the login items. */
  readonly forget: () => void;
}

/** The engine's calls, with what this shell keeps erased too when everything is to be. */
export function withErasing(
  engine: Pick<EngineBridge, 'call'>,
  parts: EraseParts,
): Pick<EngineBridge, 'call'> {
  return {
    async call(command, args) {
      const outcome = await engine.call(command, args);
      if (command !== 'eraseEverything' || !outcome.ok) return outcome;
      parts.closeWindows();
      for (const session of parts.sessions()) {
        await session.clearStorageData();
        await session.clearCache();
      }
      parts.forget();
      return outcome;
    },
  };
}
