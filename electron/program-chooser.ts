import type { Dialog } from 'electron';
import type { EngineBridge } from '../core/contract.ts';
import { done, type ShellHandlers } from '../core/shell-kit.ts';

export interface ProgramChooserParts {
  readonly engine: Pick<EngineBridge, 'call'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
}

/** Has the person choose a program's file, and the engine read it. The dialog names the file: a screen supplies no path. */
export function createProgramChooser({
  engine,
  dialog,
}: ProgramChooserParts): ShellHandlers['chooseProgram'] {
  return async () => {
    const { canceled, filePaths } = await dialog.showOpenDialog({
      properties: ['openFile', 'showHiddenFiles'],
    });
    const [path] = filePaths;
    if (canceled || path === undefined) return done({ outcome: 'cancelled' });
    return engine.call('lookAtProgram', { path });
  };
}
