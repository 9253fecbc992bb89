import type { App, Shell } from 'electron';
import { done, notDone, pageUrl, platformName, type ShellHandlers } from '../core/shell-kit.ts';
import type { LoginItem } from './login-item.ts';
import type { MessengerWindows } from './messenger-windows.ts';
import type { ReportSaver } from './report-saver.ts';

export interface ShellParts {
  readonly app: Pick<App, 'getLocale' | 'quit'>;
  readonly platform: NodeJS.Platform;
  /** Of package.json; Electron tells its own where it runs a clone. */
  readonly version: string;
  readonly shell: Pick<Shell, 'openExternal' | 'openPath'>;
  /** A folder of ours, in which people put files. */
  readonly handOverFolder: string;
  readonly loginItem: LoginItem;
  readonly messengers: Pick<MessengerWindows, 'open'>;
  readonly saveReport: ReportSaver;
  readonly chooseProgram: ShellHandlers['chooseProgram'];
}

/** What this shell does for the commands that are its own. */
export function createShellHandlers(parts: ShellParts): ShellHandlers {
  const { app, platform, version, shell, loginItem, messengers, saveReport, chooseProgram } = parts;
  const opened = async (url: string) => {
    try {
      await shell.openExternal(url);
      return done(null);
    } catch {
      return notDone('no-program');
    }
  };
  return {
    about: async () =>
      done({
        shell: 'electron',
        platform: platformName(platform),
        version,
        systemLanguage: app.getLocale(),
        ownWindow: { browser: null },
        startsAtLogin: loginItem.isOn(),
        hasTray: true,
      }),
    saveReport,
    chooseProgram,
    openWindow: async ({ messenger }) => messengers.open(messenger),
    openPage: async ({ page }) => {
      const url = pageUrl(page);
      return url === null ? notDone('not-found') : opened(url);
    },
    // It answers with why not; nothing where it opened.
    openHandOverFolder: async () =>
      (await shell.openPath(parts.handOverFolder)) === '' ? done(null) : notDone('no-program'),
    startAtLogin: async ({ on }) => {
      try {
        loginItem.set(on);
        return done(null);
      } catch {
        return notDone('cannot-save');
      }
    },
    quit: async () => {
      app.quit();
      return done(null);
    },
  };
}
