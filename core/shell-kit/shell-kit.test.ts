import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import pages from '../../resources/pages.json' with { type: 'json' };
import type { CommandName, EngineBridge, ShellCommand } from '../contract.ts';
import {
  answerCommand,
  done,
  isCommandName,
  notDone,
  pageUrl,
  platformName,
  readWebApps,
  type ShellHandlers,
} from '../shell-kit.ts';

const resources = join(import.meta.dirname, '..', '..', 'resources');
const overlay = mkdtempSync(join(tmpdir(), 'footbridge-kit-'));
afterAll(() => rmSync(overlay, { recursive: true, force: true }));

const neverCalled = () => {
  throw new Error('this is no command of the engine');
};
const shell: ShellHandlers = {
  about: async () => notDone('not-possible-here'),
  saveReport: async () => notDone('not-possible-here'),
  openWindow: async ({ messenger }) => (messenger === 'whatsapp' ? done(null) : notDone('not-found')),
  openPage: async () => {
    throw new Error('the disk is on fire');
  },
  chooseProgram: async () => notDone('not-possible-here'),
  openHandOverFolder: async () => notDone('not-possible-here'),
  startAtLogin: async () => notDone('not-possible-here'),
  quit: async () => done(null),
};

test('every page is one of an https server, found by its name and by nothing else', () => {
  for (const [id, url] of Object.entries(pages)) {
    expect(pageUrl(id)).toBe(url);
    expect(new URL(url).protocol).toBe('https:');
  }
  for (const id of ['', 'https://signal.org/download/', '__proto__', 'constructor', 'toString'])
    expect(pageUrl(id)).toBeNull();
});

test('messengers with a client for browsers are read from the data files', () => {
  const apps = readWebApps([resources]);
  expect(apps.get('whatsapp')).toEqual({ name: 'WhatsApp', url: 'https://web.whatsapp.com/' });
  expect(apps.has('signal')).toBe(false);
});

test('an overlay replaces a messenger, and one that leads elsewhere than https is refused', () => {
  mkdirSync(join(overlay, 'messengers'));
  const write = (url: string) =>
    writeFileSync(
      join(overlay, 'messengers', 'whatsapp.json'),
      JSON.stringify({ id: 'whatsapp', name: 'Other', webApp: { url } }),
    );
  write('https://example.com/');
  expect(readWebApps([resources, overlay]).get('whatsapp')?.name).toBe('Other');
  write('file:///etc/passwd');
  expect(() => readWebApps([resources, overlay])).toThrow();
  expect(readWebApps([join(overlay, 'nowhere')]).size).toBe(0);
});

test('systems have the names that screens know', () => {
  expect((['win32', 'darwin', 'linux', 'freebsd'] as const).map(platformName)).toEqual([
    'windows',
    'macos',
    'linux',
    'other',
  ]);
});

test('a command is carried out only with arguments that fit, and a handler that throws is an outcome', async () => {
  const ask = (command: ShellCommand, args: unknown) =>
    answerCommand({ engine: { call: neverCalled }, shell }, command, args);
  expect(await ask('openWindow', { messenger: 'whatsapp' })).toEqual(done(null));
  expect(await ask('openWindow', { messenger: 'x'.repeat(33) })).toEqual(notDone('bad-arguments'));
  expect(await ask('quit', { now: true })).toEqual(notDone('bad-arguments'));
  expect(await ask('openPage', { page: '../x' })).toEqual(notDone('bad-arguments'));
  expect(await ask('openPage', { page: 'briar' })).toEqual(notDone('internal'));
});

test('the engine’s commands reach the engine alone, and one that dies is an outcome', async () => {
  const asked: string[] = [];
  const engine: Pick<EngineBridge, 'call'> = {
    async call(command) {
      asked.push(command);
      if (command === 'disconnect') throw new Error('the process is gone');
      return notDone('wrong-phase');
    },
  };
  const ask = (command: CommandName, args: unknown) => answerCommand({ engine, shell }, command, args);
  expect(await ask('connect', {})).toEqual(notDone('wrong-phase'));
  expect(await ask('disconnect', {})).toEqual(notDone('internal'));
  expect(await ask('chooseMessengers', { ids: 'all' })).toEqual(notDone('bad-arguments'));
  expect(await ask('quit', {})).toEqual(done(null));
  expect(asked).toEqual(['connect', 'disconnect']);
});

test('what is for shells alone reaches the engine from no screen (P6)', async () => {
  const path = { path: '/home/mina/xray' };
  expect(isCommandName('lookAtProgram')).toBe(false);
  const parts = { engine: { call: neverCalled }, shell };
  expect(await answerCommand(parts, 'lookAtProgram', path)).toEqual(notDone('bad-arguments'));
});

test('what every object has is no command', () => {
  expect(isCommandName('connect')).toBe(true);
  for (const text of ['constructor', '__proto__', '', null, 3]) expect(isCommandName(text)).toBe(false);
});
