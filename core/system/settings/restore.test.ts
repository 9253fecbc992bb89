import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoginEntries } from '../login/entry.ts';
import { changeSettings } from './change.ts';
import { SettingsError } from './driver.ts';
import { openJournal } from './journal.ts';
import { createMemoryDriver } from './memory-driver.ts';
import { restoreHome } from './restore.ts';
import { keepRoom } from './room.ts';

const NOW = Date.UTC(2026, 10, 26);
const OURS = `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
const fresh = () =>
  new Map<string, string | null>([
    ['wifi:pac', null],
    ['wifi:mode', 'none'],
    ['cable:pac', null],
    ['cable:mode', 'none'],
  ]);

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'footbridge-restore-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Changed settings, and what puts them back; writing fails while `isFull` says so. */
async function changed(isFull: () => boolean) {
  const places = fresh();
  const memory = createMemoryDriver(places);
  const signal = new AbortController().signal;
  const options = { journal: openJournal(home, () => NOW), now: () => NOW, signal };
  await keepRoom(home);
  await changeSettings(memory, { kind: 'pac', url: OURS }, { ...options, process: { id: 1, startedAt: 0 } });
  const removed: string[] = [];
  const entries: LoginEntries = {
    add: async () => undefined,
    remove: async (id) => void removed.push(id),
    has: async () => false,
  };
  const full = new SettingsError('refused', 'no space left on device');
  const driver = {
    ...memory,
    write: (...args: Parameters<typeof memory.write>) =>
      isFull() ? Promise.reject(full) : memory.write(...args),
  };
  const restore = () => restoreHome({ home, drivers: [driver], entries }, options);
  return { places, removed, restore };
}

test('on a disk that is full by then, what was kept for it makes room (C8)', async () => {
  const { places, removed, restore } = await changed(() => existsSync(join(home, 'changed.room')));
  // Left by processes that were killed while they wrote.
  for (const name of ['changed.json', 'changed.lock', 'changed.room'])
    await writeFile(join(home, `${name}.0123456789ab.tmp`), '');
  expect(await restore()).toEqual({ restored: 4, left: 0, failed: [] });
  expect(places).toEqual(fresh());
  expect([await readdir(home), removed]).toEqual([[], ['footbridge-restore']]);
});

test('what cannot be put back stays recorded, and the next login tries it again (C4)', async () => {
  const { restore, removed } = await changed(() => true);
  expect(await restore()).toMatchObject({ failed: [{ driver: 'memory' }] });
  expect(removed).toEqual([]);
  expect(await readdir(home)).toContain('changed.json');
});

test('nothing is kept where there is no room (C8)', async () => {
  await writeFile(join(home, 'file'), '');
  await expect(keepRoom(join(home, 'file'))).rejects.toMatchObject({ failure: 'no-journal' });
});
