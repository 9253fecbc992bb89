import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import { expect, test } from 'vitest';
import { createCrashLimit } from './crash-limit.ts';
import { openMainWindow } from './main-window.ts';
import { standIn } from './testing/stand-in.ts';
import { formatWindowState } from './window-state.ts';

function setUp({
  remembered = null,
  isHidden = false,
}: {
  remembered?: string | null;
  isHidden?: boolean;
} = {}) {
  const did: string[] = [];
  let isDestroyed = false;
  const made: BrowserWindowConstructorOptions[] = [];
  const contents = standIn<WebContents>();
  const window = standIn<BrowserWindow>({
    webContents: contents,
    loadURL: async (url: string) => did.push(`load ${url}`),
    maximize: () => did.push('maximize'),
    show: () => did.push('show'),
    getNormalBounds: () => ({ x: 1, y: 2, width: 3, height: 4 }),
    isMaximized: () => true,
    isMinimized: () => true,
    restore: () => did.push('restore'),
    focus: () => did.push('focus'),
    isDestroyed: () => isDestroyed,
    setTitle: (title: string) => did.push(`title ${title}`),
    setIcon: (icon: string) => did.push(`icon ${icon}`),
  });
  const main = openMainWindow(
    {
      create: (options) => {
        made.push(options);
        return window;
      },
      workAreas: () => [{ x: 0, y: 0, width: 1280, height: 800 }],
      preload: 'preload.cjs',
      icon: 'icon.png',
      title: 'Footbridge',
      isDark: () => false,
      remembered: () => remembered,
      remember: (text) => did.push(`remember ${text.trim()}`),
      onClose: () => did.push('close'),
      mayReload: createCrashLimit(() => 0),
      onHopeless: () => did.push('hopeless'),
    },
    isHidden,
  );
  const destroy = () => {
    isDestroyed = true;
  };
  return { did, made, contents, window, main, destroy };
}

test('the window is shut off from Node, and shown when there is something to see', () => {
  const { did, made, window } = setUp();
  expect(made[0]?.webPreferences).toMatchObject({
    preload: 'preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  expect(did).toEqual(['load app://footbridge/']);
  window.emit('ready-to-show');
  expect(did.at(-1)).toBe('show');
});

test('started hidden, it stays so', () => {
  const { did, window } = setUp({ isHidden: true });
  window.emit('ready-to-show');
  expect(did).toEqual(['load app://footbridge/']);
});

test('it opens as it was left, and remembers how it is closed', () => {
  const state = { x: 10, y: 20, width: 500, height: 600, maximized: true };
  const { did, made, window } = setUp({ remembered: formatWindowState(state) });
  expect(made[0]).toMatchObject({ x: 10, y: 20, width: 500, height: 600 });
  expect(did).toContain('maximize');
  window.emit('close', {});
  expect(did.slice(-2)).toEqual(['remember {"x":1,"y":2,"width":3,"height":4,"maximized":true}', 'close']);
});

test('a page that dies is loaded again, and given up when it dies again and again', () => {
  const { did, contents } = setUp();
  contents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  for (let time = 0; time < 4; time++) contents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(did).toEqual([...Array.from({ length: 4 }, () => 'load app://footbridge/'), 'hopeless']);
});

test('three failures a minute are forgiven', () => {
  let now = 0;
  const may = createCrashLimit(() => now);
  expect([may(), may(), may(), may()]).toEqual([true, true, true, false]);
  now = 60_000;
  expect(may()).toBe(true);
});

test('a window that lies in the taskbar is brought up, and its place is kept when it is asked for', () => {
  const { did, main, destroy } = setUp();
  did.length = 0;
  main.reveal();
  main.remember();
  expect(did).toEqual([
    'restore',
    'show',
    'focus',
    'remember {"x":1,"y":2,"width":3,"height":4,"maximized":true}',
  ]);
  destroy();
  main.reveal();
  main.remember();
  expect(did).toHaveLength(4);
});

test('it can be shown under another name, which its page does not take back', () => {
  const { did, window, main, destroy } = setUp();
  main.rename('Notes', 'sheet.png');
  expect(did.filter((one) => one !== 'icon sheet.png').at(-1)).toBe('title Notes');
  let isKept = false;
  window.emit('page-title-updated', { preventDefault: () => (isKept = true) });
  expect(isKept).toBe(true);
  destroy();
  const before = did.length;
  main.rename('Footbridge', 'app.png');
  expect(did).toHaveLength(before);
});
