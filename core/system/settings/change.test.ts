import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkAsync } from '../../testing/fuzz.ts';
import { memoryFolder } from '../../testing/memory-folder.ts';
import { changeSettings, undoSettings } from './change.ts';
import type { ProxySettings, SettingsDriver } from './driver.ts';
import { type Journal, openJournal } from './journal.ts';
import { createMemoryDriver } from './memory-driver.ts';

const NOW = Date.UTC(2026, 10, 26);
const never = new AbortController().signal;
const process = { id: 4711, startedAt: NOW };
const pac = (port: number): ProxySettings => ({
  kind: 'pac',
  url: `http://127.0.0.1:${port}/${'0123456789abcdef'.repeat(2)}/proxy.pac`,
});
const COMPANY = 'http://wpad.company.example/proxy.pac';
const fresh = () =>
  new Map<string, string | null>([
    ['wifi:pac', null],
    ['wifi:mode', 'none'],
    ['cable:pac', COMPANY],
    ['cable:mode', 'auto'],
  ]);

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(memoryFolder(), 'footbridge-settings-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const journalOf = (): Journal => openJournal(home, () => NOW);
const change = (driver: SettingsDriver, settings = pac(7000), journal = journalOf()) =>
  changeSettings(driver, settings, { journal, now: () => NOW, process, signal: never });
const undo = (driver: SettingsDriver) =>
  undoSettings(driver, { journal: journalOf(), now: () => NOW, signal: never });

describe('settings of the computer', () => {
  test('are changed everywhere and put back as they were, nothing left behind (C1)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver);
    expect([...places.values()].filter((value) => value?.includes(':7000/'))).toHaveLength(2);
    const { left } = await undo(driver);
    expect(left).toEqual([]);
    expect(places).toEqual(fresh());
    expect(await readdir(home)).toEqual([]);
  });

  test('changed twice, they go back to what the person had at first (C1)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver, pac(7000));
    await change(driver, pac(7001));
    await undo(driver);
    expect(places).toEqual(fresh());
  });

  test('a newer choice of the person stays, and what they did not touch goes back (C2)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver);
    places.set('wifi:pac', 'http://my.own.example/proxy.pac');
    const { left } = await undo(driver);
    expect(left).toEqual(['wifi:pac']);
    expect(places).toEqual(
      new Map([...fresh(), ['wifi:pac', 'http://my.own.example/proxy.pac'], ['wifi:mode', 'auto']]),
    );
  });

  test('what a program of a killed run still writes behind our back is put back as well (C1)', async () => {
    const places = fresh();
    const memory = createMemoryDriver(places);
    await change(memory);
    const ours = new Map(places);
    const { memory: entry } = await journalOf().read();
    if (entry !== undefined) await journalOf().put('memory', { ...entry, writing: true });
    let looks = 0;
    const driver: SettingsDriver = {
      ...memory,
      outlivesMs: 1000,
      async read() {
        looks += 1;
        // After all was put back and checked.
        if (looks === 3) for (const [place, value] of ours) places.set(place, value);
        return memory.read();
      },
    };
    const now = () => (looks < 3 ? NOW : NOW + 2000);
    await undoSettings(driver, { journal: journalOf(), now, signal: never });
    expect(places).toEqual(fresh());
    expect(await readdir(home)).toEqual([]);
  });

  test('a switch the person turned stays turned (C2)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver);
    places.set('cable:mode', 'manual');
    await undo(driver);
    expect(places).toEqual(new Map([...fresh(), ['cable:mode', 'manual']]));
  });

  test('a choice made between two changes is what they go back to (C2)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver, pac(7000));
    places.set('wifi:pac', 'http://my.own.example/proxy.pac');
    await change(driver, pac(7001));
    await undo(driver);
    expect(places.get('wifi:pac')).toBe('http://my.own.example/proxy.pac');
  });

  test('nothing is changed that cannot be recorded (C1)', async () => {
    const places = fresh();
    const journal: Journal = {
      read: async () => ({}),
      put: () => Promise.reject(new Error('disk full')),
      remove: async () => undefined,
    };
    await expect(change(createMemoryDriver(places), pac(7000), journal)).rejects.toThrow('disk full');
    expect(places).toEqual(fresh());
  });

  test('nothing is changed that cannot be read, and so not be put back (C1)', async () => {
    const places = fresh();
    places.delete('cable:mode');
    await expect(change(createMemoryDriver(places))).rejects.toMatchObject({ failure: 'refused' });
    expect(places.get('wifi:mode')).toBe('none');
  });

  test('a system that says yes and does nothing is found out, and all goes back (C1)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    const liar: SettingsDriver = {
      ...driver,
      write: (changes) =>
        driver.write(changes.filter(({ place }) => place !== 'cable:mode' && place !== 'cable:pac')),
    };
    await expect(change(liar)).rejects.toMatchObject({ failure: 'not-kept' });
    expect(places).toEqual(fresh());
    expect(await readdir(home)).toEqual([]);
  });

  test.each(['', '{"version":1,"drivers":{"mem', '[]', '\0\0\0\0'])(
    'a journal of which %j is left is as good as the whole: there is a copy (C8)',
    async (text) => {
      const places = fresh();
      const driver = createMemoryDriver(places);
      await change(driver);
      await writeFile(join(home, 'changed.json'), text);
      await undo(driver);
      expect(places).toEqual(fresh());
      expect(await readdir(home)).toEqual([]);
    },
  );

  test('a journal of a version to come is read as far as it is known (C8)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver);
    const path = join(home, 'changed.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"version": 1', '"version": 7,\n  "news": []'));
    await undo(driver);
    expect(places).toEqual(fresh());
  });

  test('a journal that cannot be read is kept aside, and what can only be ours is turned off (C3)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver);
    for (const name of ['changed.json', 'changed.copy.json'])
      await writeFile(join(home, name), '{"version":1,"drivers":{"mem');
    await undo(driver);
    expect(places.get('wifi:mode')).toBe('none');
    expect([...places.values()].some((value) => value?.includes(':7000/'))).toBe(false);
    const unreadable = expect.stringContaining('changed.json.unreadable-');
    expect(await readdir(home)).toEqual(['changed.copy.json', unreadable]);
  });

  test('settings that an earlier run left behind are never taken for the person’s (C3)', async () => {
    const places = fresh();
    const driver = createMemoryDriver(places);
    await change(driver);
    await rm(join(home, 'changed.json'));
    await change(driver, pac(7001));
    await undo(driver);
    expect([...places.values()].some((value) => value?.includes('127.0.0.1'))).toBe(false);
  });

  test('whatever was there and whatever somebody changes meanwhile, nothing of ours stays (C2)', async () => {
    const anyValue = fc.option(fc.constantFrom('none', 'auto', 'manual', COMPANY, 'http://x.example/p.pac'));
    const anyPlaces = fc.record({
      'wifi:pac': anyValue,
      'wifi:mode': anyValue,
      'cable:pac': anyValue,
      'cable:mode': anyValue,
    });
    const anyTouch = fc.array(fc.tuple(fc.constantFrom(...fresh().keys()), anyValue), { maxLength: 3 });
    await checkAsync(
      fc.asyncProperty(anyPlaces, anyTouch, async (start, touches) => {
        await rm(join(home, 'changed.json'), { force: true });
        const places = new Map<string, string | null>(Object.entries(start));
        const driver = createMemoryDriver(places);
        await change(driver);
        for (const [place, value] of touches) places.set(place, value);
        await undo(driver);
        expect([...places.values()].some((value) => value?.includes('127.0.0.1'))).toBe(false);
        const touched = new Set(touches.map(([place]) => place));
        const groups = new Set([...touched].map((place) => place.split(':')[0]));
        for (const [place, value] of Object.entries(start))
          if (!groups.has(place.split(':')[0])) expect(places.get(place)).toBe(value);
      }),
    );
  });
});
