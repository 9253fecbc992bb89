import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EngineBridge, State } from '../core/contract.ts';
import type { Started } from '../core/engine.ts';
import { answerCommand, done, notDone } from '../core/shell-kit.ts';
import { scratchFolder } from '../core/testing/daemon.ts';
import { OFF } from '../core/testing/off-state.ts';
import { createHandlers } from './handlers.ts';
import { createMessengerWindows } from './messenger-windows.ts';
import { createFakeEngine } from './testing/fake-engine.ts';
import { createFakeSystem } from './testing/fake-system.ts';

const ON: State = {
  ...OFF,
  phase: 'on',
  since: 0,
  doing: [],
  proxy: { host: '127.0.0.1', port: 40123, pac: 'http://127.0.0.1:40123/x' },
};
const CHROMIUM = '/usr/bin/chromium';
const PROXY_ARGUMENT = '--proxy-server=socks5://127.0.0.1:40123';
const webApps = new Map([['whatsapp', { name: 'WhatsApp', url: 'https://web.whatsapp.com/' }]]);

type Fake = ReturnType<typeof createFakeSystem>;
function shell(
  { system, starts }: Fake,
  changes: {
    state?: State;
    testFlags?: string[];
    home?: string;
    isReadOnly?: boolean;
    engine?: Pick<EngineBridge, 'call'>;
  } = {},
) {
  const home = changes.home ?? scratchFolder().path;
  const atLogin: boolean[] = [];
  let quits = 0;
  const handlers = createHandlers({
    engine: changes.engine ?? createFakeEngine().door,
    system,
    windows: createMessengerWindows({ system, home, testFlags: changes.testFlags ?? [] }),
    version: '1.2.3',
    nodeLanguage: 'en-US',
    startAtLogin: {
      isOn: async () => atLogin.at(-1) ?? false,
      async set(on) {
        if (changes.isReadOnly) throw new Error('read-only');
        atLogin.push(on);
      },
    },
    webApps,
    handOverFolder: '/home/mina/hand-over',
    state: () => changes.state ?? ON,
    quit: () => {
      quits += 1;
    },
  });
  return { handlers, starts, home, quits: () => quits };
}
const ended =
  (code: number, output = '') =>
  (): Started => ({ kind: 'ended', code, output });

test('the shell says what it is and what it can do here', async () => {
  const env = { PATH: '/usr/bin', DISPLAY: ':0', LANG: 'fa_IR.UTF-8' };
  const rich = shell(createFakeSystem([CHROMIUM, '/usr/bin/xdg-open'], { env }));
  expect(await rich.handlers.about({})).toEqual(
    done({
      shell: 'web',
      platform: 'linux',
      version: '1.2.3',
      systemLanguage: 'fa-IR',
      ownWindow: { browser: 'Chromium' },
      startsAtLogin: false,
      hasTray: false,
    }),
  );
  const poor = shell(createFakeSystem(['/usr/bin/xdg-open'], { env: { PATH: '/usr/bin' } }));
  expect(await poor.handlers.about({})).toMatchObject({
    value: { ownWindow: null, systemLanguage: 'en-US' },
  });
});

test('a messenger is opened in a window whose every connection takes the local proxy (P5)', async () => {
  const { handlers, starts, home } = shell(createFakeSystem([CHROMIUM]));
  expect(await handlers.openWindow({ messenger: 'whatsapp' })).toEqual(done(null));
  const [start] = starts;
  expect(start?.path).toBe(CHROMIUM);
  expect(start?.args).toEqual(
    expect.arrayContaining([
      '--app=https://web.whatsapp.com/',
      `--user-data-dir=${join(home, 'windows', 'whatsapp')}`,
      PROXY_ARGUMENT,
      '--proxy-bypass-list=<-loopback>',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      '--disable-quic',
      '--disable-background-networking',
    ]),
  );
  expect(start?.args.join(' ')).not.toMatch(/--no-sandbox|--load-extension|--remote-debugging|--ignore-cert/);
  expect(statSync(join(home, 'windows', 'whatsapp')).mode & 0o777).toBe(0o700);
});

test('the window has the same profile each time', async () => {
  const { handlers, starts } = shell(createFakeSystem([CHROMIUM]));
  await handlers.openWindow({ messenger: 'whatsapp' });
  await handlers.openWindow({ messenger: 'whatsapp' });
  expect(starts[1]).toEqual(starts[0]);
});

test('no window is opened without a connection, a client for browsers, or a browser', async () => {
  const fake = createFakeSystem([CHROMIUM]);
  const off = shell(fake, { state: OFF });
  expect(await off.handlers.openWindow({ messenger: 'whatsapp' })).toEqual(notDone('wrong-phase'));
  const on = shell(fake);
  expect(await on.handlers.openWindow({ messenger: 'signal' })).toEqual(notDone('not-found'));
  expect(await on.handlers.openWindow({ messenger: '../../x' })).toEqual(notDone('not-found'));
  expect(fake.starts).toEqual([]);
  const bare = shell(createFakeSystem([]));
  expect(await bare.handlers.openWindow({ messenger: 'whatsapp' })).toEqual(notDone('not-possible-here'));
});

test('root gets no window: it would have no sandbox', async () => {
  const fake = createFakeSystem([CHROMIUM], { isRoot: true });
  const root = shell(fake);
  expect(await root.handlers.openWindow({ messenger: 'whatsapp' })).toEqual(notDone('not-possible-here'));
  expect(await root.handlers.about({})).toMatchObject({ value: { ownWindow: null } });
  expect(fake.starts).toEqual([]);
  const test = shell(fake, { testFlags: ['--no-sandbox'] });
  expect(await test.handlers.openWindow({ messenger: 'whatsapp' })).toEqual(done(null));
});

test('the windows that were opened can be closed, so that their profiles can be erased', async () => {
  let ends = 0;
  const end = async () => {
    ends += 1;
  };
  const { system } = createFakeSystem([CHROMIUM], {}, () => ({ kind: 'running', end }));
  const windows = createMessengerWindows({ system, home: scratchFolder().path, testFlags: [] });
  await windows.open({ messenger: 'whatsapp', url: 'https://web.whatsapp.com/', proxyPort: 1 });
  await windows.closeAll();
  await windows.closeAll();
  expect(ends).toBe(1);
});

test('a browser that cannot start, or a folder that cannot be made, is an outcome', async () => {
  const failing = shell(createFakeSystem([CHROMIUM], {}, ended(1)));
  expect(await failing.handlers.openWindow({ messenger: 'whatsapp' })).toEqual(notDone('no-program'));
  const { path } = scratchFolder();
  writeFileSync(join(path, 'windows'), '');
  const full = shell(createFakeSystem([CHROMIUM]), { home: path });
  expect(await full.handlers.openWindow({ messenger: 'whatsapp' })).toEqual(notDone('cannot-save'));
});

test('a page is opened by its name; an address is none (P6)', async () => {
  const fake = createFakeSystem(['/usr/bin/xdg-open']);
  const parts = { engine: createFakeEngine().door, shell: shell(fake).handlers };
  const open = (page: string) => answerCommand(parts, 'openPage', { page });
  expect(await open('briar')).toEqual(done(null));
  expect(fake.starts[0]?.args).toEqual(['https://briarproject.org/download-briar/']);
  expect(await open('nowhere')).toEqual(notDone('not-found'));
  expect(await open('https://x.example')).toEqual(notDone('bad-arguments'));
  expect(fake.starts).toHaveLength(1);
});

test('no page gives us a file of this computer to run: the command line takes it (P6)', async () => {
  const { handlers } = shell(createFakeSystem([]));
  expect(await handlers.chooseProgram({})).toEqual(notDone('not-possible-here'));
});

test('an opener that fails has found no program', async () => {
  const { handlers } = shell(createFakeSystem(['/usr/bin/xdg-open'], {}, ended(3)));
  expect(await handlers.openPage({ page: 'briar' })).toEqual(notDone('no-program'));
});

test('the shell starts at login once it was asked to, and says where that cannot be saved', async () => {
  const { handlers } = shell(createFakeSystem([]));
  expect(await handlers.startAtLogin({ on: true })).toEqual(done(null));
  expect(await handlers.about({})).toMatchObject({ value: { startsAtLogin: true } });
  const full = shell(createFakeSystem([]), { isReadOnly: true });
  expect(await full.handlers.startAtLogin({ on: true })).toEqual(notDone('cannot-save'));
  expect(await full.handlers.about({})).toMatchObject({ value: { startsAtLogin: false } });
});

test('the shell ends when asked', async () => {
  const { handlers, quits, home } = shell(createFakeSystem([]));
  expect(await handlers.quit({})).toEqual(done(null));
  expect(quits()).toBe(1);
  expect(existsSync(join(home, 'windows'))).toBe(false);
});

test('a report goes to the page as a file that the engine made, for the browser to save', async () => {
  const wish = { language: 'en', parts: [], tellsCountry: false, operator: '' };
  const packed = { name: 'footbridge-report.zip', base64: 'UEs=' };
  const call: EngineBridge['call'] = async () => Object.assign(Object.create(null), done(packed));
  const { handlers } = shell(createFakeSystem([]), { engine: { call } });
  expect(await handlers.saveReport(wish)).toEqual(done({ outcome: 'download', ...packed }));
  const { door, calls } = createFakeEngine();
  const refusing = shell(createFakeSystem([]), { engine: door });
  expect(await refusing.handlers.saveReport(wish)).toEqual(notDone('wrong-phase'));
  expect(calls).toEqual(['packReport']);
});
