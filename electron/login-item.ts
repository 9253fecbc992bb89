import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { autostartEntry, isAutostartOn } from '../core/model/desktop-entry.ts';
import { replaceFile } from './replace-file.ts';

/** The option that starts the program without showing its window. */
export const HIDDEN = '--hidden';

export interface LoginItem {
  isOn(): boolean;
  /** Throws as the file system does. */
  set(on: boolean): void;
}

/** Start at login on Linux: one file of our own, written whole, removed again. */
export function createAutostartFile(configFolder: string, command: readonly string[]): LoginItem {
  const path = join(configFolder, 'autostart', 'footbridge.desktop');
  return {
    isOn() {
      try {
        return isAutostartOn(readFileSync(path, 'utf8'));
      } catch {
        return false;
      }
    },
    set(on) {
      const entry = { name: 'Footbridge', icon: 'footbridge', command: [...command, HIDDEN] };
      if (on) replaceFile(path, autostartEntry(entry));
      else rmSync(path, { force: true });
    },
  };
}

/** Start at login on Windows and macOS: the system's own list. */
export function createSystemLoginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  command: readonly string[],
): LoginItem {
  const [path = '', ...rest] = command;
  const item = { path, args: [...rest, HIDDEN] };
  return {
    isOn: () => app.getLoginItemSettings(item).openAtLogin,
    set: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on }),
  };
}

/** What starts this program again: the AppImage itself where it runs from one, electron and the clone in a clone. */
export function commandOf(
  { execPath, env }: Pick<NodeJS.Process, 'execPath' | 'env'>,
  isPackaged: boolean,
  project: string,
): readonly string[] {
  return isPackaged ? [env.APPIMAGE ?? execPath] : [execPath, project];
}

/** The system's way to start programs at login. */
export function chooseLoginItem(
  app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>,
  platform: NodeJS.Platform,
  self: Pick<NodeJS.Process, 'execPath' | 'env'>,
  { project, homedir }: { readonly project: string; readonly homedir: string },
): LoginItem {
  const command = commandOf(self, app.isPackaged, project);
  if (platform === 'win32' || platform === 'darwin') return createSystemLoginItem(app, command);
  return createAutostartFile(self.env.XDG_CONFIG_HOME || join(homedir, '.config'), command);
}

/** Whether the program was started at login and so shows no window; macOS passes no options, but says so itself. */
export function startsHidden(
  app: Pick<App, 'getLoginItemSettings'>,
  platform: NodeJS.Platform,
  argv: readonly string[],
): boolean {
  if (argv.includes(HIDDEN)) return true;
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
