import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inUse, off, on, searching } from './double/states.ts';
import { type ElectronApp, expect, isReal, test } from './electron-app.ts';

test.use({ options: { engine: 'scripted', args: [], env: {} } });
test.skip(isReal, 'what a desktop draws, only the double records');

const tray = (app: ElectronApp) => app.recorded('tray').at(-1);
const notifications = (app: ElectronApp) => app.recorded('notification').map(({ title }) => title);
const isShown = (app: ElectronApp) => app.recorded('window').at(-1)?.shown;
/** What the engine says comes another way than what we tell: only what was done is sure to be before it. */
const focus = async (app: ElectronApp, isFocused: boolean) => {
  app.tell({ tell: 'focus', isFocused });
  await expect.poll(() => app.recorded('focus').at(-1)?.isFocused).toBe(isFocused);
};

test('the tray tells in words how it goes, and has the one switch', async ({ app }) => {
  app.say(off());
  await expect
    .poll(() => tray(app)?.labels)
    .toEqual(['Not connected', '—', 'Connect', 'Open Footbridge', '—', 'Quit Footbridge']);
  expect(tray(app)?.icon).toBe('tray-colour.png');
  app.say(searching());
  await expect.poll(() => tray(app)?.labels[2]).toBe('Stop searching');
  app.say(on(9, 'blocked'));
  await expect.poll(() => tray(app)?.labels[0]).toBe('Way found: Telegram · No way yet: WhatsApp');
  expect(tray(app)?.icon).toBe('tray-on-colour.png');
  app.say(inUse(9));
  await expect.poll(() => tray(app)?.tooltip).toBe('Footbridge: WhatsApp and Telegram work');
  // Where it passes for another program it names neither itself nor a messenger.
  const state = inUse(9);
  if ('settings' in state) app.say({ ...state, settings: { ...state.settings, plainLook: true } });
  await expect.poll(() => tray(app)?.icon).toBe('tray-plain-colour.png');
  expect(tray(app)?.labels).toEqual(['Notes', '—', 'Disconnect', 'Open', '—', 'Quit']);
  expect(tray(app)?.tooltip).toBe('Notes');
});

test('who looks elsewhere is told of ways found, back and lost; who looks is not', async ({ app }) => {
  // A window that is shown takes the focus.
  await expect.poll(() => isShown(app)).toBe(true);
  await focus(app, false);
  app.say(searching());
  await expect.poll(() => tray(app)?.labels[2]).toBe('Stop searching');
  app.say(on(9, 'works'));
  const told = ['Way found: WhatsApp and Telegram'];
  await expect.poll(() => notifications(app)).toEqual(told);
  app.say(inUse(9));
  told.push('WhatsApp and Telegram are back');
  await expect.poll(() => notifications(app)).toEqual(told);
  app.say(on(9, 'blocked'));
  told.push('WhatsApp does not get through any more');
  await expect.poll(() => notifications(app)).toEqual(told);
  await focus(app, true);
  app.say(inUse(9));
  await expect.poll(() => tray(app)?.labels[0]).toBe('WhatsApp and Telegram work');
  expect(notifications(app)).toEqual(told);
});

test('closing the window while messengers depend on it hides it, and says so first', async ({ app }) => {
  app.say(on(9, 'works', false));
  await expect.poll(() => tray(app)?.labels[0]).toBe('Way found: WhatsApp and Telegram');
  await expect.poll(() => isShown(app)).toBe(true);
  app.tell({ tell: 'close-window' });
  await expect.poll(() => app.recorded('dialog')).toHaveLength(1);
  await expect.poll(() => isShown(app)).toBe(false);
  app.tell({ tell: 'tray', label: 'Open Footbridge' });
  await expect.poll(() => isShown(app)).toBe(true);
  expect(app.process.exitCode).toBeNull();
  expect(existsSync(join(app.home, 'footbridge', 'window', 'window.json'))).toBe(true);
});

test('closing the window while nothing runs ends the program', async ({ app }) => {
  app.say(off());
  await expect.poll(() => tray(app)?.labels[0]).toBe('Not connected');
  app.tell({ tell: 'close-window' });
  expect(await app.ended).toBe(0);
  expect(app.recorded('dialog')).toEqual([]);
});

test('start at login is off until it is asked for, one file of ours, and gone again', async ({ app }) => {
  const file = join(app.home, 'config', 'autostart', 'footbridge.desktop');
  const startsAtLogin = () =>
    app.page.evaluate(async () => {
      const about = await window.footbridge.call('about', {});
      return about.ok ? about.value.startsAtLogin : null;
    });
  const set = (on: boolean) =>
    app.page.evaluate((value) => window.footbridge.call('startAtLogin', { on: value }), on);
  expect(await startsAtLogin()).toBe(false);
  expect(await set(true)).toEqual({ ok: true, value: null });
  expect(readFileSync(file, 'utf8')).toContain('"--hidden"');
  expect(await startsAtLogin()).toBe(true);
  await set(false);
  expect(existsSync(file)).toBe(false);
});

test.describe('started at login', () => {
  test.use({ options: { engine: 'scripted', args: ['--hidden'], env: {} } });
  test('no window is shown until somebody starts it again', async ({ app }) => {
    app.say(off());
    await expect.poll(() => tray(app)?.labels[0]).toBe('Not connected');
    expect(app.recorded('window').every(({ shown }) => !shown)).toBe(true);
    app.tell({ tell: 'app', event: 'second-instance', data: '' });
    await expect.poll(() => isShown(app)).toBe(true);
  });
});
