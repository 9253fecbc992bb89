import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import signalFile from '../../../resources/apps/signal.json' with { type: 'json' };
import telegramFile from '../../../resources/apps/telegram.json' with { type: 'json' };
import viberFile from '../../../resources/apps/viber.json' with { type: 'json' };
import whatsappFile from '../../../resources/apps/whatsapp.json' with { type: 'json' };
import { type AppData, AppSchema } from '../../model/app.ts';
import type { Started } from '../start-program.ts';
import { createFakeSurroundings } from '../testing/app-surroundings.ts';
import { createIntegration } from './integration.ts';
import type { Launch } from './launch.ts';
import type { AppSurroundings } from './surroundings.ts';

const [telegram, signal, whatsapp, viber] = [telegramFile, signalFile, whatsappFile, viberFile].map((file) =>
  v.parse(AppSchema, file),
);
const never = new AbortController().signal;
const door = { port: 40123, pacUrl: 'http://127.0.0.1:40123/x/proxy.pac' };
const LINK = 'tg://socks?server=127.0.0.1&port=40123';
const PROXY = 'http://127.0.0.1:40123';

/** An app as it was found on a computer, and what is started there. */
function setUp(
  app: AppData | undefined,
  launch: Launch,
  changes: Partial<AppSurroundings> = {},
  outcome?: Started,
) {
  if (app === undefined) throw new Error('no such app');
  const { place, starts } = createFakeSurroundings(changes, { '/proc/7/comm': 'Xorg\n' }, [], outcome);
  const integration = createIntegration(app, launch, place);
  return { integration, starts };
}

describe('Telegram', () => {
  const exec: Launch = { kind: 'entry', words: ['/usr/bin/telegram-desktop', '--', '%u'] };
  test.each([
    ['linux', exec, '/usr/bin/telegram-desktop', ['--', LINK]],
    [
      'linux',
      { kind: 'program', path: '/usr/bin/telegram-desktop' },
      '/usr/bin/telegram-desktop',
      ['--', LINK],
    ],
    [
      'win32',
      { kind: 'link-handler' },
      'C:\\Windows\\System32\\rundll32.exe',
      ['url.dll,FileProtocolHandler', LINK],
    ],
    [
      'darwin',
      { kind: 'bundle', folder: '/Applications/T.app', path: '/x' },
      '/usr/bin/open',
      ['-a', '/Applications/T.app', LINK],
    ],
  ] as const)(
    'is handed the local proxy by its own link on %s, whether it runs or not (A1)',
    async (platform, launch, path, args) => {
      const { integration, starts } = setUp(telegram, launch, { platform });
      expect(integration?.undo).toBe('by-person');
      expect(await integration?.applicable(never)).toBe('yes');
      expect(await integration?.apply(door)).toBe(true);
      expect(starts).toEqual([{ path, args, env: {} }]);
    },
  );

  test('is handed the local MTProto proxy where that is wished, and another app of links is not', async () => {
    const mtproto = { port: 40_124, secret: `dd${'0f'.repeat(16)}` };
    const { integration, starts } = setUp(telegram, exec);
    expect(await integration?.apply({ ...door, mtproto })).toBe(true);
    const link = `tg://proxy?server=127.0.0.1&port=40124&secret=${mtproto.secret}`;
    expect(starts.map(({ args }) => args)).toEqual([['--', link]]);
    const theirs = 'tg://proxy?server=a.example&port=443&secret=00';
    expect(await integration?.give?.(theirs)).toBe(true);
    expect(starts.at(-1)?.args).toEqual(['--', theirs]);
    const takes = { kind: 'link' as const, link: 'x://socks?port={port}', before: [] };
    const other = setUp(telegram && { ...telegram, takes }, exec);
    expect(await other.integration?.apply({ ...door, mtproto })).toBe(false);
    expect([other.starts, other.integration?.give]).toEqual([[], undefined]);
  });

  test.each([
    [{ kind: 'not-started' }, false],
    [{ kind: 'ended', code: 1, output: '' }, false],
    [{ kind: 'running', end: async () => undefined }, true],
  ] as const)('that came on as %j is open: %s', async (outcome, isOpen) => {
    expect(await setUp(telegram, exec, {}, outcome).integration?.apply(door)).toBe(isOpen);
  });
});

describe('Signal', () => {
  const entry: Launch = { kind: 'entry', words: ['/opt/Signal/signal-desktop', '%U'] };
  const flatpak: Launch = {
    kind: 'entry',
    words: ['/usr/bin/flatpak', 'run', '--branch=stable', 'org.signal.Signal', '@@u', '%U', '@@'],
  };

  test('is started with the local proxy in its environment, and nothing stays of it', async () => {
    const { integration, starts } = setUp(signal, entry);
    expect(integration?.undo).toBe('by-itself');
    expect(await integration?.apply(door)).toBe(true);
    expect(starts).toEqual([{ path: '/opt/Signal/signal-desktop', args: [], env: { HTTPS_PROXY: PROXY } }]);
  });

  test('in a flatpak is let have it', async () => {
    const { integration, starts } = setUp(signal, flatpak);
    await integration?.apply(door);
    expect(starts[0]?.args).toEqual([
      ...['run', `--env=HTTPS_PROXY=${PROXY}`, '--branch=stable', 'org.signal.Signal', '@@u', '@@'],
    ]);
  });

  const running: readonly (readonly [NodeJS.Platform, string])[] = [
    ['win32', '"System","4","Services","0","144 K"\r\n"Signal.exe","77","Console","1","90 K"\r\n'],
    ['darwin', '/sbin/launchd\n/Applications/Signal.app/Contents/MacOS/Signal\n'],
  ];
  test.each(running)('that runs already on %s has to be quit first (A1)', async (platform, list) => {
    const path = '/x/Signal';
    const there = setUp(signal, { kind: 'program', path }, { platform, run: async () => list });
    expect(await there.integration?.applicable(never)).toBe('quit-first');
    const others = list.replace('Signal.exe', 'Signals.exe').replace(/Signal\n/, 'Signal Helper\n');
    const gone = setUp(signal, { kind: 'program', path }, { platform, run: async () => others });
    expect(await gone.integration?.applicable(never)).toBe('yes');
  });

  test('that runs already on Linux has to be quit first; a system that does not tell stops nobody', async () => {
    expect(await setUp(signal, entry).integration?.applicable(never)).toBe('yes');
    const { place } = createFakeSurroundings(
      {},
      { '/proc/9/comm': 'signal-desktop\n', '/proc/self/comm': 'x' },
    );
    if (signal === undefined) throw new Error('no such app');
    expect(await createIntegration(signal, entry, place)?.applicable(never)).toBe('quit-first');
    const silent = setUp(signal, entry, { platform: 'win32', run: () => Promise.reject(new Error('no')) });
    expect(await silent.integration?.applicable(never)).toBe('yes');
    const calledOff = AbortSignal.abort(new Error('called off'));
    await expect(silent.integration?.applicable(calledOff)).rejects.toThrow('called off');
  });
});

describe('WhatsApp for Windows', () => {
  const found: Launch = { kind: 'package', id: '5319275A.WhatsAppDesktop_cv1g1gvanyjgm!App' };
  const windows = { platform: 'win32', env: { SystemRoot: 'C:\\Windows' } } as const;

  test('is opened by its package once its own setting leads to the PAC (A1)', async () => {
    const outcome = { kind: 'ended', code: 1, output: '' } as const;
    const { integration, starts } = setUp(whatsapp, found, windows, outcome);
    if (integration?.undo !== 'journalled') throw new Error('it changes a setting');
    expect(integration.setting(door)).toEqual({
      program: 'WhatsApp.Root.exe',
      settings: { kind: 'pac', url: door.pacUrl },
    });
    expect(await integration.apply(door)).toBe(true);
    expect(starts).toEqual([
      {
        path: 'C:\\Windows\\explorer.exe',
        args: ['shell:AppsFolder\\5319275A.WhatsAppDesktop_cv1g1gvanyjgm!App'],
        env: {},
      },
    ]);
  });

  test('has no such setting on other systems, and Viber has none anywhere', () => {
    const bundle: Launch = { kind: 'bundle', folder: '/Applications/WhatsApp.app', path: '/x' };
    expect(setUp(whatsapp, bundle, { platform: 'darwin' }).integration).toBeNull();
    expect(setUp(viber, { kind: 'program', path: '/x' }).integration).toBeNull();
  });
});
