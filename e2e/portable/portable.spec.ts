import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, type Page, test } from '@playwright/test';
import { CHROMIUM } from '../chromium.ts';
import { connected, welcome } from '../lab/journey.ts';
import { wordsIn } from '../words.ts';
import { type Person, visitSomebody } from './person.ts';

test.setTimeout(120_000);
const t = wordsIn('en');
/** KDE keeps its settings in a file, so that this needs no desktop. */
const KDE = { XDG_CURRENT_DESKTOP: 'KDE', KDE_SESSION_VERSION: '5' };
/** Starts a .desktop file as a desktop's file manager does: `gio launch` forgets where the file lies. */
const LAUNCH = `import ctypes, sys
gio = ctypes.CDLL('libgio-2.0.so.0')
gio.g_desktop_app_info_new_from_filename.restype = ctypes.c_void_p
gio.g_app_info_launch.argtypes = [ctypes.c_void_p] * 4
info = gio.g_desktop_app_info_new_from_filename(sys.argv[1].encode())
sys.exit(0 if info and gio.g_app_info_launch(info, None, None, None) else 1)`;
const OWN_SETTINGS = '[Proxy Settings]\nProxyType=0\n';

let person: Person;
test.beforeEach(() => {
  person = visitSomebody(process.env.FOOTBRIDGE_PORTABLE ?? '');
});
test.afterEach(() => person.close());

const starter = () => join(person.folder, 'footbridge.sh');
/** Everything in a folder by path and size. */
const listing = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .sort()
    .map((name) => `${name} ${statSync(join(folder, name)).size}`);

async function address(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await expect.poll(() => text, { timeout: 20_000 }).toMatch(/#token=\S+\n/);
  return /http:\/\/\S+/.exec(text)?.[0] ?? '';
}

async function withPage(url: string, look: (page: Page) => Promise<void>): Promise<void> {
  const browser = await chromium.launch(CHROMIUM);
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(url);
    await look(page);
  } finally {
    await browser.close();
  }
}

test('from a read-only stick, without rights, the command line says what is blocked', () => {
  const before = listing(person.folder);
  expect(person.run(['touch', join(person.folder, 'x')]).output).toContain('Read-only file system');
  const { code, output } = person.run([starter(), 'check', '--json']);
  const verdicts = output.split('\n').filter((line) => line.startsWith('{'));
  expect(code).toBe(0);
  const found = (messenger: string, purpose: string) =>
    verdicts
      .map((line): { event?: string; messenger?: string; purpose?: string } => JSON.parse(line))
      .find((each) => each.event === 'verdict' && each.messenger === messenger && each.purpose === purpose);
  expect(found('whatsapp', 'web')).toMatchObject({
    state: 'blocked',
    causes: expect.arrayContaining(['sni-blocked']),
  });
  expect(found('telegram', 'chat')).toMatchObject({ state: 'answers' });
  expect(listing(person.folder)).toEqual(before);
  expect(existsSync(join(person.home, '.config', 'footbridge'))).toBe(true);
});

test('the page opens and connects; what is kept is kept at home, for its owner alone', async () => {
  const child = person.start([starter(), '--no-open']);
  await withPage(await address(child), async (page) => {
    await welcome(page, t);
    await connected(page, t);
  });
  const kept = join(person.home, '.config', 'footbridge');
  expect(statSync(kept).mode & 0o077).toBe(0);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('both .desktop files work, started as a desktop starts them', async () => {
  const said = join(person.home, 'terminal.txt');
  const bin = join(person.home, 'bin');
  mkdirSync(bin);
  // A terminal: GLib gives it "-e" and the command.
  writeFileSync(join(bin, 'xterm'), `#!/bin/sh\nshift\nexec "$@" >"${said}" 2>&1 </dev/null\n`, {
    mode: 0o755,
  });
  chownSync(bin, 65_534, 65_534);
  const launch = (name: string) =>
    person.run(['python3', '-c', LAUNCH, join(person.folder, name)], { PATH: `${bin}:/usr/bin:/bin` });
  const text = () => (existsSync(said) ? readFileSync(said, 'utf8') : '');
  expect(launch('Restore my internet.desktop')).toMatchObject({ code: 0 });
  await expect.poll(text, { timeout: 20_000 }).toContain('Nothing of Footbridge was left in your settings.');
  expect(launch('Footbridge.desktop')).toMatchObject({ code: 0 });
  await expect.poll(text, { timeout: 20_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#token=/);
});

test('killed with all its guardians while the proxy is set: one command puts everything back, and leaves no entry', async () => {
  const config = join(person.home, '.config');
  const settings = join(config, 'kioslaverc');
  mkdirSync(config);
  writeFileSync(settings, OWN_SETTINGS);
  for (const path of [config, settings]) chownSync(path, 65_534, 65_534);
  const entry = join(config, 'autostart', 'footbridge-restore.desktop');
  // As the page leaves it where it is to be opened at login.
  const page = join(config, 'autostart', 'footbridge-page.desktop');
  mkdirSync(join(config, 'autostart'));
  writeFileSync(page, '[Desktop Entry]\n');
  chownSync(join(config, 'autostart'), 65_534, 65_534);
  const child = person.start([starter(), '--no-open'], KDE);
  await withPage(await address(child), async (page) => {
    await welcome(page, t);
    await connected(page, t);
    const menu = page.getByRole('navigation', { name: t('common.nav') });
    await menu.getByText(t('common.nav-settings')).click();
    await page.getByRole('radio', { name: t('settings.proxy-messengers') }).check();
    await expect(page.getByText(t('settings.proxy-active'))).toBeVisible();
    expect(readFileSync(settings, 'utf8')).toContain('proxy.pac');
    expect(readFileSync(entry, 'utf8')).toContain(`"${person.folder}/program/node"`);
    expect(person.killEverything()).toBeGreaterThanOrEqual(3);
  });
  expect(readFileSync(settings, 'utf8')).toContain('proxy.pac');
  expect(person.run([starter(), 'leave'], KDE)).toEqual({
    code: 0,
    output: expect.stringMatching(/Your settings are back as they were\..*It can be removed now\./s),
  });
  expect([readFileSync(settings, 'utf8'), existsSync(entry), existsSync(page)]).toEqual([
    OWN_SETTINGS,
    false,
    false,
  ]);
});
