import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createComputer } from './computer.ts';
import { changeSettings, undoSettings } from './settings/change.ts';
import { openJournal } from './settings/journal.ts';
import { createMemoryDriver } from './settings/memory-driver.ts';

const never = new AbortController().signal;
const URL_OF_OURS = `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
const ENVIRONMENT = { kind: 'by-hand', answer: 'PROXY e.example:1', bypass: [] } as const;
/** Of before this computer was started. */
const DEAD = { id: 1, startedAt: 0 };
const fresh = () =>
  new Map<string, string | null>([
    ['wifi:pac', null],
    ['wifi:mode', 'none'],
    ['cable:pac', 'http://proxy.company.example/a.pac'],
    ['cable:mode', 'auto'],
  ]);

let home = '';
let guardian: ChildProcess;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-computer-'));
  guardian = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
});
afterEach(() => {
  guardian.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** What a killed run has left, and the computer of the next one. */
async function left(mark: { readonly id: number; readonly startedAt: number }, places = fresh()) {
  const driver = createMemoryDriver(places);
  const journal = openJournal(home, Date.now);
  const options = { journal, now: Date.now, process: DEAD, guardian: mark, signal: never };
  await changeSettings(driver, { kind: 'pac', url: URL_OF_OURS }, options);
  const computer = createComputer({
    ...{ home, drivers: [driver], now: Date.now },
    appDrivers: () => [],
    entries: { add: async () => undefined, remove: async () => undefined, has: async () => false },
    guardian: { command: '/nonexistent', args: [], env: {} },
    restorer: ['/nonexistent'],
    environment: () => ENVIRONMENT,
  });
  return { places, driver, journal, computer };
}

test('the next start leaves it to the guardian of a killed run while that is at work (C4)', async () => {
  const { computer, driver, journal, places } = await left({
    id: guardian.pid ?? 0,
    startedAt: Date.now(),
  });
  const recovering = computer.recover(never);
  await undoSettings(driver, { journal, now: Date.now, signal: never });
  expect(await recovering).toEqual({ restored: 0, left: 0, failed: [] });
  expect(places).toEqual(fresh());
});

test('the next start puts everything back where the guardian was killed as well (C4)', async () => {
  const { computer, places } = await left(DEAD);
  expect(await computer.recover(never)).toEqual({ restored: 3, left: 0, failed: [] });
  expect(places).toEqual(fresh());
});

test('how apps found a proxy before us stays known while they find us (C5)', async () => {
  const company = { kind: 'pac', url: 'http://proxy.company.example/a.pac' } as const;
  const { computer, places } = await left(
    DEAD,
    fresh().set('wifi:pac', company.url).set('wifi:mode', 'auto'),
  );
  expect(places.get('wifi:pac')).toBe(URL_OF_OURS);
  expect(await computer.previous(never)).toEqual(company);
  expect(await computer.networkProxy(never)).toEqual(company);
  expect(await computer.isAvailable(never)).toBe(true);
});

test('the network’s proxy is never a setting of ours; where there was none, the environment names one (C3, C11)', async () => {
  const { computer } = await left(DEAD);
  expect(await computer.previous(never)).toEqual({ kind: 'none' });
  expect(await computer.networkProxy(never)).toEqual(ENVIRONMENT);
});
