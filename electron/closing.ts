import type { BrowserWindow, Dialog } from 'electron';
import type { State } from '../core/contract.ts';
import type { Words } from './words.ts';

export interface ClosingParts {
  readonly platform: NodeJS.Platform;
  readonly state: () => State;
  readonly isQuitting: () => boolean;
  readonly quit: () => void;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly words: () => Words;
  readonly markExplained: () => void;
}

/** Whether messengers depend on the program now, so that closing its window must not end it. */
export const isAtWork = ({ phase }: State): boolean =>
  phase === 'searching' || phase === 'on' || phase === 'lost';

/** What closing the window means: the end while nothing runs, else that it hides beside the clock, explained once. */
export function createClosing(parts: ClosingParts) {
  const { platform, state, isQuitting, quit, dialog, words, markExplained } = parts;

  async function explain(window: BrowserWindow): Promise<'keep' | 'quit'> {
    const { say } = words();
    const { response } = await dialog.showMessageBox(window, {
      type: 'info',
      message: say('trayTitle'),
      detail: say('trayBody'),
      buttons: [say('trayKeep'), say('trayQuit')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    return response === 1 ? 'quit' : 'keep';
  }

  return (event: { preventDefault(): void }, window: BrowserWindow): void => {
    if (isQuitting()) return;
    event.preventDefault();
    const now = state();
    const mustExplain = 'settings' in now && !now.settings.trayExplained;
    if (!isAtWork(now) && platform !== 'darwin') quit();
    else if (!isAtWork(now) || !mustExplain) window.hide();
    else
      void explain(window).then((answer) => {
        markExplained();
        if (answer === 'quit') quit();
        else window.hide();
      });
  };
}
