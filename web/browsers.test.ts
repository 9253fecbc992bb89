import { expect, test } from 'vitest';
import { findBrowser } from './browsers.ts';
import { createFakeSystem, MACOS, WINDOWS } from './testing/fake-system.ts';

const find = (...args: Parameters<typeof createFakeSystem>) => findBrowser(createFakeSystem(...args).system);

test('on Windows the places of the installers are looked at, for all users and for one', () => {
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const chrome = 'C:\\Users\\Mina\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe';
  expect(find([edge], WINDOWS)).toEqual({ name: 'Microsoft Edge', path: edge });
  expect(find([edge, chrome], WINDOWS)).toEqual({ name: 'Google Chrome', path: chrome });
  expect(find([], WINDOWS)).toBeNull();
});

test('on Windows a folder that is no whole path is not believed', () => {
  const path = 'Google\\Chrome\\Application\\chrome.exe';
  expect(find([path], { ...WINDOWS, env: { LOCALAPPDATA: '' } })).toBeNull();
});

test('on macOS both folders of applications are looked at', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const chromium = '/Users/mina/Applications/Chromium.app/Contents/MacOS/Chromium';
  expect(find([chrome], MACOS)).toEqual({ name: 'Google Chrome', path: chrome });
  expect(find([chrome, chromium], MACOS)).toEqual({ name: 'Chromium', path: chromium });
});

test('on Linux PATH is looked at, its whole paths alone', () => {
  expect(find(['/usr/bin/chromium'])).toEqual({ name: 'Chromium', path: '/usr/bin/chromium' });
  expect(find(['bin/chromium'], { env: { PATH: 'bin:.:' } })).toBeNull();
  expect(find(['/usr/bin/google-chrome-stable'])?.name).toBe('Google Chrome');
});

test('a browser in a snap is passed over, also behind a link', () => {
  expect(find(['/snap/bin/chromium'], { env: { PATH: '/snap/bin' } })).toBeNull();
  const realPath = (path: string) => (path === '/usr/bin/chromium' ? '/usr/bin/snap' : path);
  expect(find(['/usr/bin/chromium', '/usr/bin/microsoft-edge'], { realPath })?.name).toBe('Microsoft Edge');
});
