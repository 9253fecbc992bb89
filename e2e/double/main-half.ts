/** The half of Electron that the main process uses, without Electron. Only what the program uses is there. */
import type * as E from 'electron';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export {
  dialog,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  screen,
  shell,
  Tray,
} from './desktop.ts';
export { ipcMain } from './ipc-main.ts';
export { session } from './sessions.ts';
export { utilityProcess } from './utility-process.ts';
export const protocol: Pick<E.Protocol, 'registerSchemesAsPrivileged'> = {
  registerSchemesAsPrivileged: () => {},
};
