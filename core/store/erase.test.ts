import { lstat, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseHome } from './erase.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footbridge-erase-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const OURS = [
  ...['settings.json', 'vault.bin', 'vault.key', 'networks.json', 'vault.bin.unreadable-1795667362520'],
  'history.jsonl',
  'settings.json.0123456789ab.tmp',
  ...['window.json', 'terminal-4711.json'],
];

test('everything we keep goes, what was set aside and left half written too, programs that were taken, and the folder with it (S3)', async () => {
  const home = join(folder, 'home');
  for (const name of ['tor/keys', 'engines']) await mkdir(join(home, name), { recursive: true });
  await writeFile(join(home, 'engines', 'xray'), 'x');
  for (const name of OURS) await writeFile(join(home, name), 'x');
  await eraseHome(home);
  await expect(stat(home)).rejects.toThrow('ENOENT');
});

test('what is not ours stays (S3)', async () => {
  const theirs = ['photo.jpg', 'settings.json.bak', 'vault', 'my-vault.key'];
  for (const name of [...OURS, ...theirs]) await writeFile(join(folder, name), 'x');
  await eraseHome(folder);
  expect((await readdir(folder)).sort()).toEqual([...theirs].sort());
});

test('where nothing was kept there is nothing to do', async () => {
  await expect(eraseHome(join(folder, 'never'))).resolves.toBeUndefined();
});

test('what cannot be removed is told, and the rest is gone', async () => {
  for (const name of OURS) await writeFile(join(folder, name), 'x');
  await rm(join(folder, 'vault.bin'));
  await mkdir(join(folder, 'vault.bin', 'inside'), { recursive: true });
  await expect(eraseHome(folder)).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['vault.bin']);
});

test('profiles of messengers’ windows go, and a link among them leads nowhere (S3)', async () => {
  const [home, photos] = [join(folder, 'home'), join(folder, 'photos')];
  for (const path of [join(home, 'windows', 'whatsapp'), photos]) await mkdir(path, { recursive: true });
  await writeFile(join(photos, 'cat.jpg'), 'x');
  await symlink(photos, join(home, 'windows', 'whatsapp', 'Downloads'));
  await symlink(photos, join(home, 'window.take-over'));
  await symlink(join(photos, 'cat.jpg'), join(home, 'settings.json'));
  await eraseHome(home);
  await expect(stat(home)).rejects.toThrow('ENOENT');
  expect(await readdir(photos)).toEqual(['cat.jpg']);
});

test('a home that somebody moved elsewhere goes there too, and the link to it (S3)', async () => {
  const [home, elsewhere] = [join(folder, 'home'), join(folder, 'elsewhere')];
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, 'vault.key'), 'x');
  await symlink(elsewhere, home);
  await eraseHome(home);
  await expect(lstat(home)).rejects.toThrow('ENOENT');
  await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
});
