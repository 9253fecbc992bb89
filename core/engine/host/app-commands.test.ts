import { expect, test } from 'vitest';
import type { AppData } from '../../model/app.ts';
import type { Apps } from '../../system/apps/apps.ts';
import type { AppDoor, Integration } from '../../system/apps/integration.ts';
import { SettingsError } from '../../system/settings/driver.ts';
import { createAppCommands } from './app-commands.ts';
import type { HostEvent } from './model.ts';
import { after, all, ended, proxy, route, searching, web } from './test-model.ts';

const app = (id: string): AppData => ({ id, name: id, sources: ['test'] });
const KNOWN = ['telegram', 'signal', 'whatsapp', 'viber'].map(app);
const on = after(...searching, route(web), ended(all));
const launch = { kind: 'program', path: '/x' } as const;

/** An engine on a computer where all but Signal are installed, and nobody can tell Viber anything. */
function setUp(
  changes: Partial<Pick<Integration, 'applicable' | 'apply' | 'give'>> = {},
  model = on,
  undo: Integration['undo'] = 'by-person',
) {
  const did: unknown[] = [];
  const told: HostEvent[] = [];
  const steps = {
    applicable: async () => 'yes' as const,
    async apply(door: AppDoor) {
      did.push(door);
      return true;
    },
    ...changes,
  };
  const settings = { kind: 'pac', url: proxy.pac } as const;
  const integration: Integration =
    undo === 'journalled'
      ? { undo, ...steps, setting: () => ({ program: 'WhatsApp.Root.exe', settings }) }
      : { undo, ...steps };
  const apps: Apps = {
    async find(known, again = false) {
      if (again) did.push('looked again');
      return known.filter(({ id }) => id !== 'signal').map((one) => ({ app: one, launch }));
    },
    integration: ({ app: { id } }) => (id === 'viber' ? null : integration),
  };
  const commands = createAppCommands({
    apps,
    known: () => KNOWN,
    desk: { model: () => model, tell: (event) => told.push(event) },
    systemProxy: {
      leadApp(program) {
        did.push(`led ${program}`);
        return Promise.reject(new SettingsError('refused', 'access denied'));
      },
    },
    linkOf: (id) => ({ 'server:tg': 'tg://proxy?server=a', 'server:socks': 'socks5://a:1' })[id],
    openMtproto: async () => ({ port: 40_124, secret: 'dd00' }),
    signal: new AbortController().signal,
  });
  return { commands, did, told };
}
const refused = (code: string) => ({ ok: false, error: { code } });
const came = (outcome: string) => ({ ok: true, value: { outcome } });

test('what is installed is told, with whether it can be opened, and looked for anew where asked to', async () => {
  const { commands, did } = setUp();
  const apps = [
    { id: 'telegram', opens: true },
    { id: 'whatsapp', opens: true },
    { id: 'viber', opens: false },
  ];
  expect(await commands.findApps({ again: false })).toEqual({ ok: true, value: { apps } });
  expect(did).toEqual([]);
  await commands.findApps({ again: true });
  expect(did).toEqual(['looked again']);
});

test('an app is opened with the local proxy that is open now, and with none where there is none', async () => {
  const { commands, did } = setUp();
  expect(await commands.openApp({ messenger: 'telegram' })).toEqual(came('opened'));
  expect(did).toEqual([{ port: proxy.port, pacUrl: proxy.pac }]);
  expect(await commands.openApp({ messenger: 'telegram', by: 'mtproto' })).toEqual(came('opened'));
  expect(did[1]).toEqual({ port: proxy.port, pacUrl: proxy.pac, mtproto: { port: 40_124, secret: 'dd00' } });
  for (const model of [after(), after(...searching)])
    expect(await setUp({}, model).commands.openApp({ messenger: 'telegram' })).toEqual(
      refused('wrong-phase'),
    );
});

test('an MTProto proxy is given to the app that takes one, whether anything is connected or not', async () => {
  const given: string[] = [];
  const give = async (link: string) => given.push(link) > 0;
  const { commands } = setUp({ give }, after());
  expect(await commands.giveToTelegram({ id: 'server:tg' })).toEqual({ ok: true, value: null });
  expect(given).toEqual(['tg://proxy?server=a']);
  expect(await commands.giveToTelegram({ id: 'server:socks' })).toEqual(refused('not-found'));
  expect(await commands.giveToTelegram({ id: 'server:gone' })).toEqual(refused('not-found'));
  expect(await setUp().commands.giveToTelegram({ id: 'server:tg' })).toEqual(refused('no-program'));
});

test('an app that is not there, that takes nothing, or that does not come up is an outcome', async () => {
  const { commands } = setUp({ apply: async () => false });
  expect(await commands.openApp({ messenger: 'signal' })).toEqual(refused('no-program'));
  expect(await commands.openApp({ messenger: 'icq' })).toEqual(refused('no-program'));
  expect(await commands.openApp({ messenger: 'viber' })).toEqual(refused('not-possible-here'));
  expect(await commands.openApp({ messenger: 'telegram' })).toEqual(refused('no-program'));
});

test('an app that has to be quit first is neither opened nor changed', async () => {
  const { commands, did } = setUp({ applicable: async () => 'quit-first' });
  expect(await commands.openApp({ messenger: 'whatsapp' })).toEqual(came('quit-first'));
  expect(did).toEqual([]);
});

test('a setting that may not be changed is an outcome, the app is not opened, and why is in the log', async () => {
  const { commands, did, told } = setUp({}, on, 'journalled');
  expect(await commands.openApp({ messenger: 'whatsapp' })).toEqual(came('not-let'));
  expect(did).toEqual(['led WhatsApp.Root.exe']);
  expect(told).toEqual([{ event: 'error', code: 'computer-settings', message: 'access denied' }]);
});
