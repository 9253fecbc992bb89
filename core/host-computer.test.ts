import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MessengerState } from './contract.ts';
import { systemClock } from './engine.ts';
import { createComputer } from './system/computer.ts';
import { createMemoryDriver } from './system/settings/memory-driver.ts';
import { DONE, folders, place, shut, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

const COMPANY = 'http://127.0.0.1:1/proxy.pac';
const fresh = () =>
  new Map<string, string | null>([
    ['wifi:pac', null],
    ['wifi:mode', 'none'],
    ['cable:pac', COMPANY],
    ['cable:mode', 'auto'],
  ]);

/** A computer of two connections in memory, with a real guardian that only waits. */
function ofMemory(places: Map<string, string | null>) {
  const entered: string[] = [];
  return {
    entered,
    computer: createComputer({
      home: folders().home,
      drivers: [createMemoryDriver(places)],
      appDrivers: () => [],
      entries: {
        add: async ({ id }) => void entered.push(id),
        remove: async (id) => void entered.splice(0, 1, ...entered.filter((one) => one !== id)),
        has: async (id) => entered.includes(id),
      },
      guardian: {
        command: process.execPath,
        args: ['-e', 'process.stdout.write("watching\\n"); process.stdin.resume()'],
        env: process.env,
      },
      restorer: ['footbridge', 'restore'],
      now: Date.now,
    }),
  };
}

const start = async (places: Map<string, string | null>, port: number) => {
  const { computer, entered } = ofMemory(places);
  const host = startEngine([{ messenger: 'open', purpose: 'chat', port }], systemClock, undefined, computer);
  await host.is(() => host.phase() === 'off');
  await host.is(() => host.known().computer.available);
  return { ...host, entered };
};

test('“Only messengers” is set once connected, back as it was once not, and set again by the next connect (C5)', async () => {
  const places = fresh();
  const { engine, known, phase, is, entered } = await start(places, await place());
  expect(await engine.call('useSystemProxy', { mode: 'messengers' })).toEqual({
    ok: false,
    error: { code: 'wrong-phase' },
  });
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  expect(places).toEqual(fresh());
  expect(await engine.call('useSystemProxy', { mode: 'messengers' })).toEqual(DONE);
  await is(() => known().computer.isSet);
  const state = known();
  if (state.phase !== 'on') throw new Error(state.phase);
  expect(places.get('wifi:pac')).toBe(state.proxy.pac);
  expect(entered).toEqual(['footbridge-restore']);
  await engine.call('disconnect', {});
  expect([places, known().computer, entered]).toMatchObject([
    fresh(),
    { proxy: 'messengers', isSet: false },
    [],
  ]);
  await engine.call('connect', {});
  await is(() => known().computer.isSet);
  await engine.close();
  expect(places).toEqual(fresh());
}, 40_000);

test('nothing is set where no way was proven (C5)', async () => {
  const places = fresh();
  const { engine, known, phase, is } = await start(places, await shut());
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  await engine.call('useSystemProxy', { mode: 'everything' });
  await is(() => known().computer.proxy === 'everything');
  expect([places, known().computer.isSet]).toEqual([fresh(), false]);
}, 40_000);

test('“Restore my internet” works at any time, says what it did, and stays (C4)', async () => {
  const places = fresh();
  const { engine, known, phase, is } = await start(places, await place());
  expect(await engine.call('restoreComputer', {})).toMatchObject({ ok: true, value: { failed: 0 } });
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  await engine.call('useSystemProxy', { mode: 'messengers' });
  await is(() => known().computer.isSet);
  expect(await engine.call('restoreComputer', {})).toEqual({
    ok: true,
    value: { restored: 3, left: 0, failed: 0 },
  });
  expect(places).toEqual(fresh());
  await is(() => !known().computer.isSet);
  expect(known().computer.proxy).toBe('off');
}, 40_000);

test('erasing everything puts the computer back first (S3)', async () => {
  const places = fresh();
  const { engine, known, phase, is } = await start(places, await place());
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  await engine.call('useSystemProxy', { mode: 'messengers' });
  expect(await engine.call('eraseEverything', {})).toEqual(DONE);
  expect(places).toEqual(fresh());
  await is(() => known().computer.proxy === 'off' && known().computer.available);
}, 40_000);

const hasWay = (card: MessengerState | undefined) =>
  card?.purposes.some(({ route }) => route !== null) ?? false;

test('a messenger that may go bare no longer loses its bare way at once, also after a restart (D7)', async () => {
  const port = await place();
  const places = fresh();
  const { engine, card, phase, is, known } = await start(places, port);
  expect(await engine.call('onlyThrough', { messenger: 'nobody', on: true })).toMatchObject({ ok: false });
  await engine.call('connect', {});
  await is(() => phase() === 'on' && hasWay(card('open')));
  expect(await engine.call('onlyThrough', { messenger: 'open', on: true })).toEqual(DONE);
  await is(() => !hasWay(card('open')));
  expect(known().computer.onlyThrough).toEqual(['open']);
  await engine.close();
  const stored: unknown = JSON.parse(readFileSync(join(folders().home, 'settings.json'), 'utf8'));
  expect(stored).toMatchObject({ onlyThrough: ['open'] });

  const again = await start(places, port);
  expect(again.known().computer.onlyThrough).toEqual(['open']);
  await again.engine.call('connect', {});
  await again.is(() => again.phase() === 'on');
  expect(hasWay(again.card('open'))).toBe(false);
  await again.engine.call('onlyThrough', { messenger: 'open', on: false });
  await again.is(() => hasWay(again.card('open')));
}, 40_000);
