import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Left } from '../core/engine.ts';
import { DONE, folders, startEngine, withOwnFolder } from '../core/testing/window.ts';
import { withShellErased } from './erasing.ts';
import { createMessengerWindows } from './messenger-windows.ts';
import { createFakeSystem } from './testing/fake-system.ts';

withOwnFolder();

test('erasing ends what else runs before anything goes, closes messengers’ windows, clears up around, and is the end (S3)', async () => {
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
    endOthers: async () => {
      did.push(`others, ${existsSync(join(home, 'window.json'))}`);
      return [];
    },
    eraseAround: async () => {
      did.push(`around, ${existsSync(join(home, 'window.json'))}`);
      return [];
    },
    onErased: () => void did.push('erased'),
  });
  await erasing.call('chooseMessengers', { ids: [] });
  expect([did, wasThereAtTheEnd]).toEqual([[], false]);
  expect(await erasing.call('eraseEverything', {})).toEqual(DONE);
  expect([did, wasThereAtTheEnd]).toEqual([['others, true', 'around, false', 'erased'], true]);
  expect(readdirSync(all)).toEqual(['resources']);
});

test('where something stays it is not the end', async () => {
  const { engine, is, phase } = startEngine([]);
  await is(() => phase() === 'off');
  const stuck = join(folders().home, 'networks.json', 'inside');
  mkdirSync(stuck, { recursive: true });
  const did: string[] = [];
  let running: readonly number[] = [];
  let around: readonly Left[] = [];
  const erasing = withShellErased(engine, {
    windows: { closeAll: async () => undefined },
    endOthers: async () => running,
    eraseAround: async () => around,
    onErased: () => void did.push('erased'),
  });
  const isDone = async () => (await erasing.call('eraseEverything', {})).ok;
  expect(await isDone()).toBe(false);
  rmSync(join(stuck, '..'), { recursive: true });
  [running, around] = [[4711], []];
  expect(await isDone()).toBe(false);
  [running, around] = [[], ['login']];
  expect(await isDone()).toBe(false);
  expect(did).toEqual([]);
  around = [];
  expect([await isDone(), did]).toEqual([true, ['erased']]);
});
