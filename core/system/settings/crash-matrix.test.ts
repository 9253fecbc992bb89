import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memoryFolder } from '../../testing/memory-folder.ts';
import { createWebView2Policy } from '../apps/webview2/policy.ts';
import { createFakeReg, type FakeRegistry } from '../testing/registry.ts';
import { changeSettings, undoSettings } from './change.ts';
import type { ProxySettings, SettingsDriver } from './driver.ts';
import { type Journal, openJournal } from './journal.ts';
import { createMemoryDriver } from './memory-driver.ts';

const NOW = Date.UTC(2026, 10, 26);
const never = new AbortController().signal;
const pac = (port: number): ProxySettings => ({
  kind: 'pac',
  url: `http://127.0.0.1:${port}/${'0123456789abcdef'.repeat(2)}/proxy.pac`,
});
const fresh = () =>
  new Map<string, string | null>([
    ['wifi:pac', null],
    ['wifi:mode', 'none'],
    ['cable:pac', 'http://wpad.company.example/proxy.pac'],
    ['cable:mode', 'auto'],
  ]);

/** A computer's settings in memory: how a process changes them, and as they are. */
interface Settings {
  driver(step: () => void): SettingsDriver;
  state(): unknown;
}
const COMPUTERS: readonly (readonly [name: string, fresh: () => Settings])[] = [
  [
    'those of two connections',
    () => {
      const places = fresh();
      return { driver: (step) => createMemoryDriver(places, step), state: () => places };
    },
  ],
  [
    'the settings of one program',
    () => {
      const there = ['HKCU\\Software', 'HKCU\\Software\\Policies', 'HKCU\\Software\\Policies\\Microsoft'];
      const keys: FakeRegistry = new Map(there.map((key) => [key, new Map()]));
      const place = { env: {}, platform: 'win32', program: 'WhatsApp.Root.exe' } as const;
      return {
        // No program is started here that could go on alone.
        driver: (step) => ({
          ...createWebView2Policy({ ...place, run: createFakeReg(keys, step) }),
          outlivesMs: 0,
        }),
        state: () => keys,
      };
    },
  ],
];

/** A process that is killed before its step number `last`: from then on nothing it does has any effect. */
class Killed extends Error {}
function killedAt(last: number): { step: () => void; wasKilled: () => boolean } {
  let steps = 0;
  let dead = false;
  return {
    step() {
      steps += 1;
      if (dead || steps >= last) {
        dead = true;
        throw new Killed();
      }
    },
    wasKilled: () => dead,
  };
}

/** A journal whose every access is a step as well, with a step behind each write. */
function stepped(journal: Journal, step: () => void): Journal {
  const around = async <T>(work: () => Promise<T>): Promise<T> => {
    step();
    const result = await work();
    step();
    return result;
  };
  return {
    read: () => around(() => journal.read()),
    put: (driver, entry) => around(() => journal.put(driver, entry)),
    remove: (driver) => around(() => journal.remove(driver)),
  };
}

test.each(COMPUTERS)('killed between any two steps, %s are put back (C1)', async (name, open) => {
  const home = await mkdtemp(join(memoryFolder(), 'footbridge-matrix-'));
  const journal = openJournal(home, () => NOW);
  const options = { now: () => NOW, process: { id: 1, startedAt: NOW }, signal: never };
  let cases = 0;
  /** Runs one life of a process; whether it was killed. */
  const live = async (
    last: number,
    settings: Settings,
    work: (driver: SettingsDriver, journal: Journal) => Promise<unknown>,
  ): Promise<boolean> => {
    const { step, wasKilled } = killedAt(last);
    await work(settings.driver(step), stepped(journal, step)).catch((error: unknown) => {
      if (!wasKilled()) throw error;
    });
    return wasKilled();
  };
  const apply = (port: number) => (driver: SettingsDriver, own: Journal) =>
    changeSettings(driver, pac(port), { ...options, journal: own });
  const undo = (driver: SettingsDriver, own: Journal) =>
    undoSettings(driver, { journal: own, now: () => NOW, signal: never });

  // The second life changes the port again, or puts back, and is killed as well.
  for (const secondLife of [apply(7001), undo]) {
    for (let first = 1, wasKilled = true; wasKilled; first += 1) {
      for (let second = 1, again = true; again; second += 1) {
        const settings = open();
        wasKilled = await live(first, settings, apply(7000));
        again = await live(second, settings, secondLife);
        await live(Number.POSITIVE_INFINITY, settings, undo);
        cases += 1;
        expect({ first, second, state: settings.state(), files: await readdir(home) }).toEqual({
          first,
          second,
          state: open().state(),
          files: [],
        });
      }
    }
  }
  await rm(home, { recursive: true });
  expect(cases).toBeGreaterThan(150);
  console.info(`crash matrix of the settings, ${name}: ${cases} cases, 0 stranded`);
});
