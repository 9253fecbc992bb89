import type { BrowserWindow, BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import { expect, test } from 'vitest';
import { done, notDone } from '../core/shell-kit.ts';
import { createFakeClock } from '../core/testing/fake-clock.ts';
import english from '../resources/locales/en/shell.json' with { type: 'json' };
import { createMessengerWindows } from './messenger-windows.ts';
import { standIn } from './testing/stand-in.ts';
import { createWords } from './words.ts';

const apps = new Map([['whatsapp', { name: 'WhatsApp', url: 'https://web.whatsapp.com/' }]]);

function setUp() {
  const log: string[] = [];
  const clock = createFakeClock();
  let openHandler: (details: { url: string }) => unknown = () => null;
  const contents = standIn<WebContents>({
    setWindowOpenHandler: (handler: typeof openHandler) => (openHandler = handler),
    setWebRTCIPHandlingPolicy: (policy: string) => log.push(policy),
    reload: () => log.push('reload'),
  });
  const windows: BrowserWindowConstructorOptions[] = [];
  let isDestroyed = false;
  const window = standIn<BrowserWindow>({
    webContents: contents,
    loadURL: async (url: string) => log.push(`load ${url}`),
    show: () => log.push('show'),
    focus: () => {},
    isDestroyed: () => isDestroyed,
    destroy: () => {
      isDestroyed = true;
      window.emit('closed');
    },
  });
  const sessions = new Map<string, Session>();
  const sessionOf = (partition: string) => {
    const known =
      sessions.get(partition) ??
      standIn<Session>({
        getUserAgent: () => '',
        setUserAgent: () => {},
        setProxy: async ({ proxyRules }: { proxyRules: string }) => log.push(proxyRules),
        closeAllConnections: async () => {},
        webRequest: { onBeforeRequest: () => {} },
        setPermissionRequestHandler: () => {},
        setPermissionCheckHandler: () => {},
        setDevicePermissionHandler: () => {},
      });
    sessions.set(partition, known);
    return known;
  };
  const messengers = createMessengerWindows({
    apps,
    createWindow: (options) => {
      windows.push(options);
      return window;
    },
    sessionOf,
    dialog: { showMessageBox: async () => ({ response: 1, checkboxChecked: false }) },
    words: () => createWords('en', english, english),
    leave: async (_window, url) => void log.push(`leave ${url}`),
    wait: clock.sleep,
  });
  const navigate = (event: string, url: string) => {
    let isPrevented = false;
    contents.emit(event, { url, isMainFrame: true, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  };
  return {
    log,
    clock,
    contents,
    window,
    windows,
    messengers,
    sessionOf,
    navigate,
    open: (url: string) => openHandler({ url }),
  };
}

test('there is no window without a local proxy, and none for a messenger without a client for browsers', async () => {
  const { messengers, windows } = setUp();
  expect(await messengers.open('whatsapp')).toEqual(notDone('wrong-phase'));
  await messengers.useProxy(1080);
  expect(await messengers.open('signal')).toEqual(notDone('not-found'));
  expect(windows).toEqual([]);
});

test('the proxy is set before anything is loaded, in a window that is shut off from us (E4)', async () => {
  const { messengers, windows, log } = setUp();
  await messengers.useProxy(1080);
  expect(await messengers.open('whatsapp')).toEqual(done(null));
  expect(log).toEqual([
    'socks5://127.0.0.1:1080',
    'disable_non_proxied_udp',
    'load https://web.whatsapp.com/',
  ]);
  const { webPreferences } = windows[0] ?? {};
  expect(webPreferences).toMatchObject({
    partition: 'persist:messenger-whatsapp',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  expect(webPreferences).not.toHaveProperty('preload');
});

test('asked for twice, it is one window', async () => {
  const { messengers, windows, log } = setUp();
  await messengers.useProxy(1080);
  await messengers.open('whatsapp');
  await messengers.open('whatsapp');
  expect(windows).toHaveLength(1);
  expect(log.at(-1)).toBe('show');
});

test('it follows the proxy to another port and loads anew', async () => {
  const { messengers, log } = setUp();
  await messengers.useProxy(1080);
  await messengers.open('whatsapp');
  log.length = 0;
  await messengers.useProxy(null);
  expect(log).toEqual([]);
  await messengers.useProxy(1081);
  expect(log).toEqual(['socks5://127.0.0.1:1081', 'reload']);
});

test('it stays on the origin of the messenger, and asks about every other place', async () => {
  const { messengers, log, navigate, open } = setUp();
  await messengers.useProxy(1080);
  await messengers.open('whatsapp');
  log.length = 0;
  expect(navigate('will-navigate', 'https://web.whatsapp.com/login')).toBe(false);
  expect(navigate('will-navigate', 'https://web.whatsapp.com.evil.example/')).toBe(true);
  expect(navigate('will-redirect', 'http://web.whatsapp.com/')).toBe(true);
  expect(navigate('will-attach-webview', '')).toBe(true);
  expect(open('https://example.com/')).toEqual({ action: 'deny' });
  expect(log).toEqual([
    'leave https://web.whatsapp.com.evil.example/',
    'leave http://web.whatsapp.com/',
    'leave https://example.com/',
  ]);
});

test('a page that did not load is tried again after a while, as long as there is a proxy', async () => {
  const { messengers, log, clock, contents } = setUp();
  await messengers.useProxy(1080);
  await messengers.open('whatsapp');
  log.length = 0;
  contents.emit('did-fail-load', {}, -3, '', '', true);
  contents.emit('did-fail-load', {}, -130, '', '', false);
  expect(clock.sleepers()).toBe(0);
  contents.emit('did-fail-load', {}, -130, '', '', true);
  await clock.advance(5_000);
  expect(log).toEqual(['reload']);
  contents.emit('did-fail-load', {}, -130, '', '', true);
  await messengers.useProxy(null);
  await clock.advance(5_000);
  expect(log).toEqual(['reload']);
  messengers.closeAll();
});

test('its contents are told from those of our own screens', async () => {
  const { messengers, sessionOf } = setUp();
  await messengers.useProxy(1080);
  const contents = (session: Session) => standIn<WebContents>({ session });
  await messengers.open('whatsapp');
  expect(messengers.owns(contents(sessionOf('persist:messenger-whatsapp')))).toBe(true);
  expect(messengers.owns(contents(sessionOf('other')))).toBe(false);
});
