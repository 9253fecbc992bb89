import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseLoginItem, commandOf, startsHidden } from './login-item.ts';
import { standIn } from './testing/stand-in.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-login-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const linuxApp = standIn<App>({ isPackaged: true });
const folders = () => ({ project: '/clone', homedir: home });

test('on Linux it is one file, written whole and removed again', () => {
  const item = chooseLoginItem(
    linuxApp,
    'linux',
    { execPath: '/opt/Footbridge/footbridge', env: {} },
    folders(),
  );
  const folder = join(home, '.config', 'autostart');
  expect(item.isOn()).toBe(false);
  item.set(false);
  item.set(true);
  item.set(true);
  expect(item.isOn()).toBe(true);
  expect(readdirSync(folder)).toEqual(['footbridge.desktop']);
  const file = join(folder, 'footbridge.desktop');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Footbridge/footbridge" "--hidden"\n');
  item.set(false);
  expect(item.isOn()).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('an entry that the desktop switched off is off', () => {
  const env = { XDG_CONFIG_HOME: join(home, 'xdg') };
  const item = chooseLoginItem(linuxApp, 'linux', { execPath: '/x', env }, folders());
  item.set(true);
  const file = join(home, 'xdg', 'autostart', 'footbridge.desktop');
  writeFileSync(file, readFileSync(file, 'utf8').replace('enabled=true', 'enabled=false'));
  expect(item.isOn()).toBe(false);
});

test('an AppImage starts itself, and a clone starts Electron with the clone', () => {
  const env = { APPIMAGE: '/home/me/Footbridge.AppImage' };
  expect(commandOf({ execPath: '/tmp/.mount/footbridge', env }, true, '/clone')).toEqual([env.APPIMAGE]);
  expect(commandOf({ execPath: '/electron', env }, false, '/clone')).toEqual(['/electron', '/clone']);
});

test('Windows and macOS are asked to do it, with the option that hides the window', () => {
  const settings: unknown[] = [];
  const app = standIn<App>({
    isPackaged: true,
    getLoginItemSettings: () => ({ openAtLogin: settings.length > 0, wasOpenedAtLogin: true }),
    setLoginItemSettings: (given: unknown) => settings.push(given),
  });
  const item = chooseLoginItem(app, 'win32', { execPath: 'C:\\F\\Footbridge.exe', env: {} }, folders());
  expect(item.isOn()).toBe(false);
  item.set(true);
  expect(settings).toEqual([{ path: 'C:\\F\\Footbridge.exe', args: ['--hidden'], openAtLogin: true }]);
  expect(item.isOn()).toBe(true);
  expect(startsHidden(app, 'darwin', [])).toBe(true);
  expect(startsHidden(app, 'win32', [])).toBe(false);
  expect(startsHidden(app, 'win32', ['Footbridge.exe', '--hidden'])).toBe(true);
});
