import type { App } from 'electron';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { COMMANDS } from '../core/contract.ts';
import { done, notDone } from '../core/shell-kit.ts';
import { createShellHandlers } from './shell-commands.ts';
import { standIn } from './testing/stand-in.ts';

function setUp({ canOpen = true, canSave = true }: { canOpen?: boolean; canSave?: boolean } = {}) {
  const did: string[] = [];
  const handlers = createShellHandlers({
    app: standIn<App>({
      getLocale: () => 'fa',
      quit: () => did.push('quit'),
    }),
    platform: 'win32',
    version: '1.2.3',
    shell: {
      openExternal: async (url) => {
        if (!canOpen) throw new Error('no program');
        did.push(url);
      },
      openPath: async (path) => {
        if (!canOpen) return 'no program';
        did.push(path);
        return '';
      },
    },
    handOverFolder: '/home/mina/hand-over',
    loginItem: {
      isOn: () => false,
      set: (on) => {
        if (!canSave) throw new Error('read-only');
        did.push(`login ${on}`);
      },
    },
    messengers: { open: async (messenger) => (messenger === 'whatsapp' ? done(null) : notDone('not-found')) },
    saveReport: async () => done({ outcome: 'cancelled' }),
    chooseProgram: async () => done({ outcome: 'cancelled' }),
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
});

test('pages are opened by name from the list, and never by address', async () => {
  const { did, handlers } = setUp();
  expect(await handlers.openPage({ page: 'briar' })).toEqual(done(null));
  expect(did[0]).toMatch(/^https:/);
  expect(await setUp({ canOpen: false }).handlers.openPage({ page: 'briar' })).toEqual(notDone('no-program'));
  expect(await handlers.openPage({ page: 'https://example.com/' })).toEqual(notDone('not-found'));
  expect(await handlers.openPage({ page: '__proto__' })).toEqual(notDone('not-found'));
});

test('the folder for files to hand over is opened, or said to be impossible', async () => {
  const { did, handlers } = setUp();
  expect(await handlers.openHandOverFolder({})).toEqual(done(null));
  expect(did).toEqual(['/home/mina/hand-over']);
  expect(await setUp({ canOpen: false }).handlers.openHandOverFolder({})).toEqual(notDone('no-program'));
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
