import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { expect, test } from 'vitest';
import { COMMANDS } from '../core/contract.ts';
import { done, notDone, type ShellHandlers } from '../core/shell-kit.ts';
import { carryOut, type Handlers, isFromOurScreens, serveCommands } from './ipc.ts';
import { standIn } from './testing/stand-in.ts';

const shell: ShellHandlers = {
  about: async () => notDone('not-possible-here'),
  saveReport: async () => notDone('not-possible-here'),
  openWindow: async () => done(null),
  openPage: async () => {
    throw new Error('broken');
  },
  chooseProgram: async () => done({ outcome: 'cancelled' }),
  openHandOverFolder: async () => done(null),
  startAtLogin: async () => done(null),
  quit: async () => done(null),
};

function handlers() {
  const asked: unknown[] = [];
  const engine: Handlers['engine'] = {
    call: async (command, args) => {
      asked.push([command, args]);
      return notDone('wrong-phase');
    },
  };
  return { asked, handlers: { engine, shell } };
}

const eventFrom = (url: string, parent: object | null = null) =>
  standIn<IpcMainInvokeEvent>({ senderFrame: { url, parent } });

test('only the top frame of our own page is heard (E2)', () => {
  expect(isFromOurScreens(eventFrom('app://footbridge/'))).toBe(true);
  expect(isFromOurScreens(eventFrom('app://footbridge/index.html#/ways'))).toBe(true);
  expect(isFromOurScreens(eventFrom('app://footbridge/', {}))).toBe(false);
  expect(isFromOurScreens(standIn<IpcMainInvokeEvent>({ senderFrame: null }))).toBe(false);
  for (const url of ['about:blank', 'app://other/', 'https://footbridge/', 'app://footbridge.evil/', ''])
    expect(isFromOurScreens(eventFrom(url)), url).toBe(false);
});

test('each command of the contract that screens may ask for has a channel, and nothing else has (E2)', () => {
  const channels: string[] = [];
  serveCommands(
    standIn<Pick<IpcMain, 'handle'>>({ handle: (channel: string) => channels.push(channel) }),
    handlers().handlers,
  );
  expect(channels.sort()).toEqual(
    Object.entries(COMMANDS)
      .flatMap(([command, { by }]) => (by === 'inner' ? [] : [`command:${command}`]))
      .sort(),
  );
});

test('a stranger is refused before anything is carried out', async () => {
  const { asked, handlers: parts } = handlers();
  const open: ((event: IpcMainInvokeEvent, args: unknown) => unknown)[] = [];
  serveCommands(
    standIn<Pick<IpcMain, 'handle'>>({
      handle: (_channel: string, handle: (typeof open)[number]) => open.push(handle),
    }),
    parts,
  );
  for (const handle of open)
    expect(await handle(eventFrom('https://example.com/'), {})).toEqual(notDone('bad-arguments'));
  expect(asked).toEqual([]);
});

test('the engine is asked with arguments that fit, and its answer handed on', async () => {
  const { asked, handlers: parts } = handlers();
  expect(await carryOut('chooseMessengers', { ids: ['whatsapp'] }, parts)).toEqual(notDone('wrong-phase'));
  expect(asked).toEqual([['chooseMessengers', { ids: ['whatsapp'] }]]);
});

test('arguments that do not fit are carried out by nobody (E2)', async () => {
  const { asked, handlers: parts } = handlers();
  const endless: { self?: unknown } = {};
  endless.self = endless;
  for (const args of [undefined, null, 3, { ids: [] }, { ids: ['x'], more: 1 }, endless, 10n])
    expect(await carryOut('chooseMessengers', args, parts)).toEqual(notDone('bad-arguments'));
  const huge = { text: '\0'.repeat(100_000) };
  expect(await carryOut('describeLinks', huge, parts)).toEqual(notDone('bad-arguments'));
  expect(asked).toEqual([]);
});

test('what throws is an outcome', async () => {
  const engine: Handlers['engine'] = {
    call: async () => {
      throw new Error('broken');
    },
  };
  expect(await carryOut('connect', {}, { engine, shell })).toEqual(notDone('internal'));
  expect(await carryOut('openPage', { page: 'x' }, { engine, shell })).toEqual(notDone('internal'));
});
