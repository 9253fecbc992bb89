import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from '../core/contract.ts';
import { replaceFile } from './replace-file.ts';

/** What is seen of the program from outside. */
export interface Face {
  /** Whether it passes for notes. */
  readonly isPlain: boolean;
  /** Of the window, for taskbars and notifications. */
  readonly icon: string;
}

/**
 * What the program shows itself as. It is remembered in a file of its own, so that a window never opens with another face than
 * it had: settings come later, from the engine. `marker` is that file, `icons` the folder of the drawings.
 */
export function createFace(marker: string, icons: string) {
  let isPlain = existsSync(marker);
  const listeners: ((face: Face) => void)[] = [];
  const face = (): Face => ({ isPlain, icon: join(icons, isPlain ? 'plain' : 'app', '256x256.png') });
  const remember = () => {
    try {
      if (isPlain) replaceFile(marker, '');
      else rmSync(marker, { force: true });
    } catch {
      // Then the next window shows the other face for a moment.
    }
  };
  return {
    face,
    /** Tells of each change from now on. */
    onChange: (listener: (face: Face) => void) => void listeners.push(listener),
    follow(state: State): void {
      if (!('settings' in state) || state.settings.plainLook === isPlain) return;
      isPlain = state.settings.plainLook;
      remember();
      for (const tell of listeners) tell(face());
    },
  };
}
export type FaceOfProgram = ReturnType<typeof createFace>;
