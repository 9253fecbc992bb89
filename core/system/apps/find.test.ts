import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type AppData, AppSchema } from '../../model/app.ts';
import { createFakeSurroundings } from '../testing/app-surroundings.ts';
import { createFakeReg, type FakeRegistry } from '../testing/registry.ts';
import { createApps } from './apps.ts';
import type { AppSurroundings } from './surroundings.ts';

const folder = new URL('../../../resources/apps/', import.meta.url);
const all: readonly AppData[] = readdirSync(folder).map((file) =>
  v.parse(v.strictObject(AppSchema.entries), JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
);
const found = async (place: AppSurroundings) =>
  (await createApps(place).find(all)).map(({ app, launch }) => [app.id, launch]);

const entry = (exec: string, more = '') => `[Desktop Entry]\nName=X\nExec=${exec}\n${more}`;
const SHARE = '/usr/share/applications';
const OWN = '/home/mina/.local/share/applications';
const FLATPAK = '/var/lib/flatpak/exports/share/applications';

describe('apps on Linux', () => {
  const linux = (texts: Record<string, string>, programs: string[], changes: Partial<AppSurroundings> = {}) =>
    found(createFakeSurroundings(changes, texts, programs).place);

  test('are found by their desktop entries, flatpaks and snaps too', async () => {
    const texts = {
      [`${SHARE}/org.telegram.desktop.desktop`]: entry('telegram-desktop -- %U'),
      [`${FLATPAK}/org.signal.Signal.desktop`]: entry('/usr/bin/flatpak run org.signal.Signal @@u %U @@'),
      '/var/lib/snapd/desktop/applications/firefox_firefox.desktop': entry('env A=b /snap/bin/firefox %u'),
    };
    expect(await linux(texts, ['/usr/bin/telegram-desktop', '/usr/bin/flatpak', '/usr/bin/env'])).toEqual([
      ['firefox', { kind: 'entry', words: ['/usr/bin/env', 'A=b', '/snap/bin/firefox', '%u'] }],
      [
        'signal',
        { kind: 'entry', words: ['/usr/bin/flatpak', 'run', 'org.signal.Signal', '@@u', '%U', '@@'] },
      ],
      ['telegram', { kind: 'entry', words: ['/usr/bin/telegram-desktop', '--', '%U'] }],
    ]);
  });

  test('are found by the entry that Telegram writes for itself, under whatever name', async () => {
    const texts = {
      [`${OWN}/org.telegram.desktop._0badc0de.desktop`]: entry('/opt/Telegram/Telegram -- %u'),
    };
    expect(await linux(texts, ['/opt/Telegram/Telegram'])).toEqual([
      ['telegram', { kind: 'entry', words: ['/opt/Telegram/Telegram', '--', '%u'] }],
    ]);
  });

  test('are found by their programs in PATH, its whole paths alone', async () => {
    const env = { PATH: 'bin:/usr/bin' };
    expect(await linux({}, ['/usr/bin/signal-desktop', 'bin/viber'], { env })).toEqual([
      ['signal', { kind: 'program', path: '/usr/bin/signal-desktop' }],
    ]);
  });

  test('that were removed, or that the person has hidden, are not there', async () => {
    const texts = {
      [`${SHARE}/org.telegram.desktop.desktop`]: entry('/opt/gone/Telegram -- %u'),
      [`${SHARE}/firefox.desktop`]: entry('firefox %u', 'TryExec=/opt/gone/firefox\n'),
      [`${OWN}/viber.desktop`]: entry('/opt/viber/Viber', 'Hidden=true\n'),
      [`${SHARE}/viber.desktop`]: entry('/opt/viber/Viber'),
      [`${SHARE}/signal-desktop.desktop`]: entry('"/opt/Signal'),
    };
    expect(await linux(texts, ['/usr/local/bin/firefoxes', '/opt/viber/Viber', '/opt/Signal'])).toEqual([]);
  });

  test('that take links of a kind are found by the desktop’s own word for them', async () => {
    const asked: string[] = [];
    const texts = { [`${OWN}/io.example.fork.desktop`]: entry('fork %u') };
    const run: AppSurroundings['run'] = async (command, args) => {
      asked.push([command, ...args].join(' '));
      return 'io.example.fork.desktop\n';
    };
    expect(await linux(texts, ['/usr/bin/fork'], { run })).toEqual([
      ['telegram', { kind: 'entry', words: ['/usr/bin/fork', '%u'] }],
    ]);
    expect(asked).toEqual(['xdg-mime query default x-scheme-handler/tg']);
    expect(await linux({}, [], { run: async () => '../../evil.desktop\n' })).toEqual([]);
  });
});

describe('apps on Windows', () => {
  const ENV = {
    APPDATA: 'C:\\Users\\Mina\\AppData\\Roaming',
    LocalAppData: 'C:\\Users\\Mina\\AppData\\Local',
    ProgramFiles: '',
  };
  const SIGNAL = 'C:\\Users\\Mina\\AppData\\Local\\Programs\\signal-desktop\\Signal.exe';
  const windows = (programs: string[], keys: FakeRegistry = new Map(), packages = '') => {
    const reg = createFakeReg(keys);
    const run: AppSurroundings['run'] = async (command, args, options) =>
      command.endsWith('powershell.exe') ? packages : reg(command, args, options);
    return found(createFakeSurroundings({ platform: 'win32', env: ENV, run }, {}, programs).place);
  };

  test('are found where their installers put them', async () => {
    expect(await windows([SIGNAL])).toEqual([['signal', { kind: 'program', path: SIGNAL }]]);
  });

  test('are found elsewhere by App Paths and by what their uninstallers say', async () => {
    const version = 'Software\\Microsoft\\Windows\\CurrentVersion';
    const keys: FakeRegistry = new Map([
      [
        `HKLM\\${version}\\App Paths\\firefox.exe`,
        new Map([['(по умолчанию)', 'REG_SZ "D:\\Fox\\firefox.exe"']]),
      ],
      [
        `HKCU\\${version}\\Uninstall\\{53F49750-6209-4FBF-9CA8-7A333C87D1ED}_is1`,
        new Map([['InstallLocation', 'REG_SZ D:\\Telegram Desktop\\']]),
      ],
      [
        `HKCU\\${version}\\Uninstall\\7d96caee-06e6-597c-9f2f-c7bb2e0948b4`,
        new Map([['DisplayIcon', 'REG_SZ D:\\S\\Signal.exe,0']]),
      ],
    ]);
    const programs = ['D:\\Fox\\firefox.exe', 'D:\\Telegram Desktop\\Telegram.exe', 'D:\\S\\Signal.exe'];
    expect(await windows(programs, keys)).toEqual([
      ['firefox', { kind: 'program', path: 'D:\\Fox\\firefox.exe' }],
      ['signal', { kind: 'program', path: 'D:\\S\\Signal.exe' }],
      ['telegram', { kind: 'program', path: 'D:\\Telegram Desktop\\Telegram.exe' }],
    ]);
  });

  test('are found by their packages, and Telegram by whoever takes its links', async () => {
    const keys: FakeRegistry = new Map([
      ['HKCU\\Software\\Classes\\tg\\shell\\open\\command', new Map([['(Default)', 'REG_SZ "E:\\t.exe"']])],
    ]);
    const packages = 'Microsoft.Paint_8wekyb3d8bbwe\r\n5319275A.WhatsAppDesktop_cv1g1gvanyjgm\r\n';
    expect(await windows([], keys, packages)).toEqual([
      ['telegram', { kind: 'link-handler' }],
      ['whatsapp', { kind: 'package', id: '5319275A.WhatsAppDesktop_cv1g1gvanyjgm!App' }],
    ]);
  });
});

describe('apps on macOS', () => {
  test('are found in the folders for apps, else where Spotlight knows their identifier', async () => {
    const asked: string[] = [];
    const inside = (app: string, program: string) => `${app}/Contents/MacOS/${program}`;
    const { place } = createFakeSurroundings(
      {
        platform: 'darwin',
        homedir: '/Users/mina',
        async run(command, [query = '']) {
          asked.push(command);
          return query.includes('ru.keepcoder.Telegram') ? '/Volumes/Other disk/Telegram.app\n' : '';
        },
      },
      {},
      [
        inside('/Users/mina/Applications/Signal.app', 'Signal'),
        inside('/Volumes/Other disk/Telegram.app', 'Telegram'),
      ],
    );
    expect(await found(place)).toEqual([
      [
        'signal',
        {
          kind: 'bundle',
          folder: '/Users/mina/Applications/Signal.app',
          path: inside('/Users/mina/Applications/Signal.app', 'Signal'),
        },
      ],
      [
        'telegram',
        {
          kind: 'bundle',
          folder: '/Volumes/Other disk/Telegram.app',
          path: inside('/Volumes/Other disk/Telegram.app', 'Telegram'),
        },
      ],
    ]);
    expect(new Set(asked)).toEqual(new Set(['/usr/bin/mdfind']));
  });
});

test('what was found is kept until it is asked for anew, and a failure is not kept', async () => {
  let programs: string[] = [];
  let lists = 0;
  const { place } = createFakeSurroundings({});
  const apps = createApps({
    ...place,
    files: {
      ...place.files,
      list: async () => {
        lists += 1;
        if (lists === 1) throw new Error('the disk is on fire');
        return [];
      },
      isProgram: async (path) => programs.includes(path),
    },
  });
  await expect(apps.find(all)).rejects.toThrow('on fire');
  expect(await apps.find(all)).toEqual([]);
  programs = ['/usr/bin/signal-desktop'];
  expect(await apps.find(all)).toEqual([]);
  expect((await apps.find(all, true)).map(({ app }) => app.id)).toEqual(['signal']);
  expect(await apps.find(all)).toHaveLength(1);
});
