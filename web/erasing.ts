import type { EngineBridge } from '../core/contract.ts';
import type { Left } from '../core/engine.ts';
import { notDone } from '../core/shell-kit.ts';
import type { MessengerWindows } from './messenger-windows.ts';

export interface ErasingParts {
  readonly windows: Pick<MessengerWindows, 'closeAll'>;
  /** Ends what else runs in this home; resolves to the processes that may still run, and write again. */
  readonly endOthers: () => Promise<readonly number[]>;
  /** Takes away what lies outside the home; resolves to what is left. */
  readonly eraseAround: () => Promise<readonly Left[]>;
  /** Everything is gone; so should we be. */
  readonly onErased: () => void;
}

/**
 * An engine whose erasing first closes the windows that hold messengers' profiles and what runs in terminals, takes away what other
 * shells of ours left on this computer too, and has the program end where nothing is left.
 */
export function withShellErased(
  engine: EngineBridge,
  { windows, endOthers, eraseAround, onErased }: ErasingParts,
): EngineBridge {
  return {
    ...engine,
    async call(command, args) {
      if (command !== 'eraseEverything') return engine.call(command, args);
      // Afterwards nobody finds them: the files that say where they are will be gone.
      const [running] = await Promise.all([endOthers(), windows.closeAll()]);
      const outcome = await engine.call(command, args);
      const left = await eraseAround();
      if (!outcome.ok) return outcome;
      if (running.length > 0 || left.length > 0) return notDone('cannot-save');
      onErased();
      return outcome;
    },
  };
}
