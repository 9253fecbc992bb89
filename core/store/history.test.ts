import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scratchFolder } from '../testing/daemon.ts';
import { check } from '../testing/fuzz.ts';
import { type HistoryEntry, openHistory, parseHistory } from './history.ts';

const NOW = Date.UTC(2026, 8, 14);
const DAY = 24 * 3600 * 1000;
const NETWORK = 'n'.repeat(22);
const entry = (more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{ at: NOW, network: NETWORK, messenger: 'whatsapp', purpose: 'chat', state: 'blocked' },
  causes: ['sni-blocked'],
  ...more,
});
const open = (home: string, now = NOW) => openHistory(home, () => now);
const fileOf = (home: string) => join(home, 'history.jsonl');

test('what was written down is there at the next start, by network, for 90 days (R10)', async () => {
  const { path: home } = scratchFolder();
  const history = await open(home);
  await history.add(entry());
  await history.add(entry({ at: NOW + 1, state: 'reachable', causes: [] }));
  await history.add(entry({ network: 'm'.repeat(22) }));
  const states = async (now: number) => (await open(home, now)).of(NETWORK).map(({ state }) => state);
  expect(await states(NOW + 2)).toEqual(['blocked', 'reachable']);
  expect(await states(NOW + 91 * DAY)).toEqual([]);
});

test('the same verdict is written again only after an hour', async () => {
  const history = await open(scratchFolder().path);
  for (const minutes of [0, 10, 59, 60, 61]) await history.add(entry({ at: NOW + minutes * 60_000 }));
  expect(history.of(NETWORK).map(({ at }) => (at - NOW) / 60_000)).toEqual([0, 60]);
});

test('it never grows beyond 2 MiB, and what is oldest goes first (R10)', async () => {
  const { path: home } = scratchFolder();
  const causes = Array.from({ length: 16 }, () => 'outage-or-blocked' as const);
  const line = (at: number) => JSON.stringify(entry({ at, causes }));
  writeFileSync(
    fileOf(home),
    Array.from({ length: 4_400 }, (_, at) => `${line(NOW - 5_000 + at)}\n`).join(''),
  );
  const history = await open(home);
  for (let at = 0; at < 400; at += 1)
    await history.add(entry({ at: NOW + at, state: at % 2 ? 'blocked' : 'unknown', causes }));
  expect(readFileSync(fileOf(home)).length).toBeLessThanOrEqual(2 * 1024 * 1024);
  expect(history.of(NETWORK).at(-1)?.at).toBe(NOW + 399);
  expect((await open(home)).of(NETWORK)).toEqual(history.of(NETWORK));
});

test('whatever the file holds, what can be read of it is there and the rest is set aside (R10)', async () => {
  const { path: home } = scratchFolder();
  writeFileSync(fileOf(home), `${JSON.stringify(entry())}\n{"at":1,"netwo`);
  const history = await open(home);
  expect(history.of(NETWORK)).toEqual([entry()]);
  await history.add(entry({ state: 'unknown' }));
  expect((await open(home)).of(NETWORK)).toHaveLength(2);
  expect(readFileSync(join(home, `history.jsonl.unreadable-${NOW}`), 'utf8')).toContain('netwo');
  check(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      expect(parseHistory(`${text}\n${JSON.stringify(entry())}`, NOW).entries).toEqual([entry()]);
    }),
  );
});

test('where there can be no file there is no history, and nothing breaks', async () => {
  const folder = scratchFolder();
  folder.write('history.jsonl', '');
  const history = await open(fileOf(folder.path));
  expect(history.of(NETWORK)).toEqual([]);
  await expect(history.add(entry())).rejects.toThrow();
});
