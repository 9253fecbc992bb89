import type { App } from 'electron';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { COMMANDS } from '../core/contract.ts';
import { done, notDone } from '../core/shell-kit.ts';
import { createShellHandlers } from './shell-commands.ts';
import { standIn } from './testing/stand-in.ts';

function setUp({
  port = 40_123,
  telegram = 'Telegram',
  canOpen = true,
  canSave = true,
}: {
  port?: number | null;
  telegram?: string;
  canOpen?: boolean;
  canSave?: boolean;
} = {}) {
  const did: string[] = [];
  const handlers = createShellHandlers({
    app: standIn<App>({
      getLocale: () => 'fa',
      getApplicationNameForProtocol: () => telegram,
      quit: () => did.push('quit'),
    }),
    platform: 'win32',
    version: '1.2.3',
    shell: {
      openExternal: async (url) => {
        if (!canOpen) throw new Error('no program');
        did.push(url);
      },
    },
    loginItem: {
      isOn: () => false,
      set: (on) => {
        if (!canSave) throw new Error('read-only');
        did.push(`login ${on}`);
      },
    },
    messengers: { open: async (messenger) => (messenger === 'whatsapp' ? done(null) : notDone('not-found')) },
    saveReport: async () => done({ outcome: 'cancelled' }),
    proxyPort: () => port,
  });
  return { did, handlers };
}

test('it says what it is and can do, as the contract wants it', async () => {
  const outcome = await setUp().handlers.about({});
  expect(outcome).toMatchObject({
    ok: true,
    value: { shell: 'electron', platform: 'windows', version: '1.2.3' },
  });
  expect(outcome.ok && v.is(COMMANDS.about.result, outcome.value)).toBe(true);
  expect(await setUp({ telegram: '' }).handlers.about({})).toMatchObject({ value: { canOpenLinks: false } });
});

test('the local proxy is handed to Telegram by its own link, and to nobody who takes none', async () => {
  const { did, handlers } = setUp();
  expect(await handlers.openApp({ messenger: 'telegram' })).toEqual(done(null));
  expect(did).toEqual(['tg://socks?server=127.0.0.1&port=40123']);
  expect(await handlers.openApp({ messenger: 'signal' })).toEqual(notDone('not-possible-here'));
  expect(await setUp({ port: null }).handlers.openApp({ messenger: 'telegram' })).toEqual(
    notDone('wrong-phase'),
  );
  expect(await setUp({ telegram: '' }).handlers.openApp({ messenger: 'telegram' })).toEqual(
    notDone('no-program'),
  );
  expect(await setUp({ canOpen: false }).handlers.openApp({ messenger: 'telegram' })).toEqual(
    notDone('no-program'),
  );
});

test('pages are opened by name from the list, and never by address', async () => {
  const { did, handlers } = setUp();
  expect(await handlers.openPage({ page: 'briar' })).toEqual(done(null));
  expect(did[0]).toMatch(/^https:/);
  expect(await handlers.openPage({ page: 'https://example.com/' })).toEqual(notDone('not-found'));
  expect(await handlers.openPage({ page: '__proto__' })).toEqual(notDone('not-found'));
});

test('start at login is set, or said to be impossible to save', async () => {
  const { did, handlers } = setUp();
  expect(await handlers.startAtLogin({ on: true })).toEqual(done(null));
  expect(did).toEqual(['login true']);
  expect(await setUp({ canSave: false }).handlers.startAtLogin({ on: true })).toEqual(notDone('cannot-save'));
});

test('the rest is handed to who does it', async () => {
  const { did, handlers } = setUp();
  expect(await handlers.openWindow({ messenger: 'whatsapp' })).toEqual(done(null));
  expect(await handlers.quit({})).toEqual(done(null));
  expect(did).toEqual(['quit']);
});
