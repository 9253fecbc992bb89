import { EventEmitter } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type * as E from 'electron';
import { closeSessions } from './sessions.ts';
import { chromiumSwitches } from './switches.ts';
import { record, whenTold } from './told.ts';

type Doubled = Pick<
  E.App,
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'setPath'
  | 'getPath'
  | 'getLocale'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'removeAsDefaultProtocolClient'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'disableHardwareAcceleration'
  | 'dock'
>;

const LOGIN_ITEMS: E.LoginItemSettings = {
  openAtLogin: false,
  wasOpenedAtLogin: false,
  status: 'not-registered',
  executableWillLaunchAtLogin: false,
  launchItems: [],
};

class AppDouble extends EventEmitter implements Doubled {
  readonly isPackaged = false;
  readonly dock = undefined;
  readonly commandLine: Pick<E.CommandLine, 'appendSwitch'> = {
    appendSwitch: (name, value) =>
      void chromiumSwitches.push(value === undefined ? `--${name}` : `--${name}=${value}`),
  };
  private isReady = new Promise<void>((resolve) => setImmediate(resolve));

  whenReady = () => this.isReady;
  quit() {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('before-quit', { preventDefault });
    if (!isPrevented) this.exit(0);
  }
  exit(code = 0) {
    record({ what: 'exit', code });
    void closeSessions().then(() => process.exit(code));
  }
  setPath() {}
  getPath = () => join(homedir(), '.config');
  getLocale = () => process.env.FB_LOCALE ?? 'en-US';
  enableSandbox() {}
  requestSingleInstanceLock = () => true;
  setAppUserModelId() {}
  setAsDefaultProtocolClient = () => true;
  removeAsDefaultProtocolClient = () => true;
  getLoginItemSettings = () => LOGIN_ITEMS;
  setLoginItemSettings() {}
  disableHardwareAcceleration() {}
}

export const app = new AppDouble();

whenTold('app', ({ event, data }) => {
  if (event === 'second-instance') app.emit(event, {}, [], '', { link: data });
  else if (event === 'open-url') app.emit(event, { preventDefault: () => {} }, data);
  else app.emit(event);
});
