import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DONE, folders, startEngine, withOwnFolder } from '../core/testing/window.ts';
import { withShellErased } from './erasing.ts';
import { createMessengerWindows } from './messenger-windows.ts';
import { createFakeSystem } from './testing/fake-system.ts';

withOwnFolder();

test('erasing closes messengers’ windows before their profiles go, forgets the start at login, and is the end (S3)', async () => {
  const { all, home } = folders();
  const { engine, is, phase } = startEngine([]);
  await is(() => phase() === 'off');
  const profile = join(home, 'windows', 'whatsapp');
  mkdirSync(profile, { recursive: true });
  let wasThereAtTheEnd = false;
  const { system } = createFakeSystem(['/usr/bin/chromium'], {}, () => ({
    kind: 'running',
    async end() {
      wasThereAtTheEnd = existsSync(profile);
    },
  }));
  const windows = createMessengerWindows({ system, home, testFlags: [] });
  await windows.open({ messenger: 'whatsapp', url: 'https://web.whatsapp.com/', proxyPort: 1 });
  writeFileSync(join(home, 'window.json'), '{}');
  const did: string[] = [];
  const erasing = withShellErased(engine, {
    windows,
    startAtLogin: { set: async (on) => void did.push(`at login: ${on}`) },
    onErased: () => void did.push('erased'),
  });
  await erasing.call('chooseMessengers', { ids: [] });
  expect([did, wasThereAtTheEnd]).toEqual([[], false]);
  expect(await erasing.call('eraseEverything', {})).toEqual(DONE);
  expect([did, wasThereAtTheEnd]).toEqual([['at login: false', 'erased'], true]);
  expect(readdirSync(all)).toEqual(['resources']);
});

test('where something stays it is not the end', async () => {
  const { engine, is, phase } = startEngine([]);
  await is(() => phase() === 'off');
  mkdirSync(join(folders().home, 'networks.json', 'inside'), { recursive: true });
  const did: string[] = [];
  const erasing = withShellErased(engine, {
    windows: { closeAll: async () => undefined },
    startAtLogin: { set: () => Promise.reject(new Error('read-only')) },
    onErased: () => void did.push('erased'),
  });
  expect((await erasing.call('eraseEverything', {})).ok).toBe(false);
  expect(did).toEqual([]);
});
