import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProgram } from '../../testing/daemon.ts';
import { type SessionBus, startSessionBus } from '../../testing/session-bus.ts';
import { runProgram } from '../run.ts';
import { changeSettings, undoSettings } from '../settings/change.ts';
import type { ProxySettings, SettingsDriver } from '../settings/driver.ts';
import { openJournal } from '../settings/journal.ts';
import { previousProxy } from '../settings/previous.ts';
import { createGnomeDriver } from './gnome.ts';
import { createKdeDriver } from './kde.ts';

const missing = ['dbus-daemon', 'gsettings', 'dconf', 'chromium'].filter(
  (name) => findProgram(name) === undefined,
);
const suite = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: not installed here: ${missing.join(', ')})`;
const never = new AbortController().signal;
const PATH = `/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
const PAGE = '<title>through us</title>';

let home = '';
let bus: SessionBus;
let door: Server;
let port = 0;
const env = (desktop: string, kdeVersion = '6'): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  XDG_RUNTIME_DIR: home,
  DBUS_SESSION_BUS_ADDRESS: bus?.address ?? '',
  XDG_CURRENT_DESKTOP: desktop,
  LANG: 'C.UTF-8',
  ...(desktop === 'KDE' ? { KDE_FULL_SESSION: 'true', KDE_SESSION_VERSION: kdeVersion } : {}),
});

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-Рабочий стол-'));
  mkdirSync(join(home, '.config'));
  bus = await startSessionBus(env(''));
  // The local proxy in short: the PAC, and one page for whatever is asked of it as a proxy.
  door = createServer((request, response) => {
    const isPac = request.url === PATH;
    response.setHeader('Content-Type', isPac ? 'application/x-ns-proxy-autoconfig' : 'text/html');
    response.end(
      isPac
        ? `function FindProxyForURL(url, host) { return host === 'blocked.test' ? 'PROXY 127.0.0.1:${port}' : 'DIRECT'; }`
        : PAGE,
    );
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(async () => {
  door.closeAllConnections();
  door.close();
  await bus.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 20 });
});

const pac = (): ProxySettings => ({ kind: 'pac', url: `http://127.0.0.1:${port}${PATH}` });
const everything = (): ProxySettings => ({ kind: 'everything', host: '127.0.0.1', port });
const journal = () => openJournal(join(home, 'footbridge'), Date.now);
const change = (driver: SettingsDriver, settings: ProxySettings) =>
  changeSettings(driver, settings, {
    journal: journal(),
    now: Date.now,
    process: { id: process.pid, startedAt: 0 },
    signal: never,
  });
const undo = (driver: SettingsDriver) =>
  undoSettings(driver, { journal: journal(), now: Date.now, signal: never });
const gnome = () => createGnomeDriver({ run: runProgram, env: env('GNOME') });
const kde = () => createKdeDriver({ run: runProgram, env: env('KDE'), homedir: home });
const dump = () => execFileSync('dconf', ['dump', '/'], { env: env('GNOME'), encoding: 'utf8' });
const gsettings = (...args: string[]) => execFileSync('gsettings', args, { env: env('GNOME') });

/** What Debian's Chromium gets when it follows the desktop's settings. */
async function browse(desktop: string, url: string, kdeVersion?: string): Promise<string> {
  const profile = mkdtempSync(join(home, 'chromium-'));
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-dev-shm-usage',
  ];
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ];
  const child = spawn('chromium', [...flags, ...quiet, `--user-data-dir=${profile}`, '--dump-dom', url], {
    env: env(desktop, kdeVersion),
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk));
  const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), 25_000);
  await once(child, 'close');
  clearTimeout(timer);
  return said;
}

suite(`The desktop's settings${note}`, () => {
  test('GNOME: Chromium goes through us for a messenger’s name, and all is as it was afterwards (C1)', async () => {
    const before = dump();
    await change(gnome(), pac());
    expect(await browse('GNOME', 'http://blocked.test/')).toContain(PAGE);
    await undo(gnome());
    expect(dump()).toBe(before);
    expect(await browse('GNOME', 'http://blocked.test/')).not.toContain(PAGE);
  }, 60_000);

  test('GNOME: everything through us, and a company’s proxy comes back (C1); before and meanwhile it is known (C11)', async () => {
    gsettings('set', 'org.gnome.system.proxy', 'mode', 'manual');
    gsettings('set', 'org.gnome.system.proxy.http', 'host', 'proxy.company.example');
    gsettings('set', 'org.gnome.system.proxy.http', 'port', '3128');
    gsettings('set', 'org.gnome.system.proxy', 'ignore-hosts', "['*.company.example']");
    const company = {
      ...{ kind: 'by-hand', answer: 'PROXY proxy.company.example:3128' },
      bypass: ['*.company.example'],
    };
    expect(await previousProxy([gnome()], journal(), never)).toEqual(company);
    const before = dump();
    await change(gnome(), everything());
    expect(await previousProxy([gnome()], journal(), never)).toEqual(company);
    expect(await browse('GNOME', 'http://any.test/')).toContain(PAGE);
    await undo(gnome());
    expect(dump()).toBe(before);
  }, 60_000);

  test('GNOME without a session bus says yes and does nothing: that is found out (C1)', async () => {
    const lost = createGnomeDriver({
      run: runProgram,
      env: { ...env('GNOME'), DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
    });
    await expect(change(lost, pac())).rejects.toMatchObject({ name: 'SettingsError' });
    expect(readdirSync(join(home, 'footbridge')).filter((name) => !name.includes('unreadable'))).toEqual([]);
  });

  test('GNOME and kin are taken for it, and no other desktop is', async () => {
    const here = (desktop: string) => createGnomeDriver({ run: runProgram, env: env(desktop) }).isHere(never);
    for (const kin of [
      'ubuntu:GNOME',
      'GNOME-Classic:GNOME',
      'X-Cinnamon',
      'MATE',
      'Budgie:GNOME',
      'Pantheon',
    ])
      expect([kin, await here(kin)]).toEqual([kin, true]);
    for (const other of ['XFCE', 'LXQt', 'LXDE', 'sway', 'i3', 'Hyprland', ''])
      expect([other, await here(other)]).toEqual([other, false]);
  });

  test('GNOME: where nobody is logged in any more, as when a package is removed, all goes back (C4)', async () => {
    gsettings('set', 'org.gnome.system.proxy', 'mode', "'manual'");
    const before = dump();
    await change(gnome(), pac());
    await bus.stop();
    const { DBUS_SESSION_BUS_ADDRESS: _, ...none } = env('');
    await undo(createGnomeDriver({ run: runProgram, env: none }));
    bus = await startSessionBus(env(''));
    expect(dump()).toBe(before);
  });

  test('KDE, Plasma 5: Chromium goes through us, and a file that was not there is gone afterwards (C1)', async () => {
    const driver = kde();
    expect(await driver.isHere(never)).toBe(true);
    await change(driver, everything());
    expect(await browse('KDE', 'http://any.test/', '5')).toContain(PAGE);
    await undo(driver);
    expect(readdirSync(join(home, '.config'))).not.toContain('kioslaverc');
  }, 60_000);

  test('KDE, Plasma 6: by PAC, and a file with the person’s own settings comes back byte for byte, link and mode too (C1)', async () => {
    const own =
      '[$Version]\nupdate_info=x\n\n[Proxy Settings]\nNoProxyFor=localhost\nProxyType=0\n\n[Ночь]\nA=1';
    writeFileSync(join(home, 'dotfiles-kioslaverc'), own, { mode: 0o640 });
    symlinkSync(join(home, 'dotfiles-kioslaverc'), join(home, '.config', 'kioslaverc'));
    const driver = kde();
    await change(driver, pac());
    expect(readFileSync(join(home, '.config', 'kioslaverc'), 'utf8')).toContain('ProxyType=2');
    expect(await browse('KDE', 'http://blocked.test/')).toContain(PAGE);
    await undo(driver);
    expect(readFileSync(join(home, '.config', 'kioslaverc'), 'utf8')).toBe(own);
    expect(lstatSync(join(home, '.config', 'kioslaverc')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(home, 'dotfiles-kioslaverc')).mode & 0o777).toBe(0o640);
  }, 60_000);
});
