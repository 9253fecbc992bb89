import type { EngineBridge } from '../core/contract.ts';
import type { StartAtLogin } from '../core/engine.ts';
import type { MessengerWindows } from './messenger-windows.ts';

export interface ErasingParts {
  readonly windows: Pick<MessengerWindows, 'closeAll'>;
  readonly startAtLogin: Pick<StartAtLogin, 'set'>;
  /** Everything is gone; so should we be. */
  readonly onErased: () => void;
}

/**
 * An engine whose erasing first closes the windows that hold messengers' profiles, takes us out of the system's list of what it
 * starts at login, and has the program end where it left nothing.
 */
export function withShellErased(
  engine: EngineBridge,
  { windows, startAtLogin, onErased }: ErasingParts,
): EngineBridge {
  return {
    ...engine,
    async call(command, args) {
      if (command !== 'eraseEverything') return engine.call(command, args);
      await windows.closeAll();
      await startAtLogin.set(false).catch(() => undefined);
      const outcome = await engine.call(command, args);
      if (outcome.ok) onErased();
      return outcome;
    },
  };
}
