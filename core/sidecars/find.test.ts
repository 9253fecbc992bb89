import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../model/sidecar.ts';
import { runProgram } from '../system/run.ts';
import { scratchFolder } from '../testing/daemon.ts';
import { createEngineFinder } from './find.ts';

const { path: scratch, write } = scratchFolder();
const never = new AbortController().signal;
const ENGINE: Engine = {
  ...{ id: 'xray', name: 'Footest', commands: ['footest', 'footest-ng'], versionArguments: ['version'] },
  ...{ runArguments: [], from: '1.8', before: '3', sha256: [], source: 'https://example.org/' },
};
let folders = 0;

/** A folder with a program that says this of itself. */
function folderWith(name: string, says: string, mode = 0o755): string {
  const folder = `f${folders++}`;
  mkdirSync(join(scratch, folder));
  chmodSync(write(join(folder, name), `#!/bin/sh\n[ "$1" = version ] && echo '${says}'\n`), mode);
  return join(scratch, folder);
}
const finder = (inOurs: readonly string[], onPath: readonly string[] = []) =>
  createEngineFinder({
    folders: inOurs,
    env: { PATH: ['/bin', ...onPath].join(':') },
    platform: 'linux',
    run: runProgram,
  });

test('our own folders come first, then the PATH (B1)', async () => {
  const ours = folderWith('footest', 'Footest 2.0.1 (go1.22)');
  const other = folderWith('footest', 'Footest 2.1.0');
  const found = await finder([ours], [other]).engine(ENGINE, never);
  expect(found).toEqual({ path: join(ours, 'footest'), version: '2.0.1' });
  expect(await finder([], [other]).engine(ENGINE, never)).toMatchObject({ version: '2.1.0' });
});

test.each([
  ['of a version that is too old', 'Footest 1.7.9'],
  ['of a version we cannot write for yet', 'Footest 3.0'],
  ['that is something else', 'Bartest 2.0.0'],
  ['that says nothing', ''],
])('a program %s is passed over', async (_, says) => {
  const wrong = folderWith('footest', says);
  expect(await finder([wrong]).engine(ENGINE, never)).toBeNull();
  const right = folderWith('footest-ng', 'Footest 1.10.0');
  expect(await finder([wrong], [right]).engine(ENGINE, never)).toMatchObject({ version: '1.10.0' });
});

test('a file that may not be run is none', async () => {
  const folder = folderWith('footest', 'Footest 2.0.0', 0o644);
  expect(await finder([folder]).engine(ENGINE, never)).toBeNull();
  expect(await finder([folder]).program(['footest'])).toBeNull();
});

test('where the right programs are known by their SHA-256, another one is not even started (B1)', async () => {
  const folder = folderWith('footest', 'Footest 2.0.0');
  const text = `#!/bin/sh\n[ "$1" = version ] && echo 'Footest 2.0.0'\n`;
  const known = createHash('sha256').update(text).digest('hex');
  expect(await finder([folder]).engine({ ...ENGINE, sha256: [known] }, never)).toMatchObject({
    version: '2.0.0',
  });
  expect(await finder([folder]).engine({ ...ENGINE, sha256: ['0'.repeat(64)] }, never)).toBeNull();
});

test('a program whose version names nobody is known by its help, or is passed over (B1)', async () => {
  const engine = { ...ENGINE, knownBy: { arguments: ['help'], says: '--trick <n>' } };
  const saying = (name: string, help: string) => {
    const folder = `f${folders++}`;
    mkdirSync(join(scratch, folder));
    write(
      join(folder, name),
      `#!/bin/sh\ncase $1 in help) echo '${help}';; version) echo 2.3;; esac\n`,
      0o755,
    );
    return join(scratch, folder);
  };
  const stranger = saying('footest', 'usage: --treat <n>');
  const right = saying('footest', '-t, --trick <n>  cuts it');
  expect(await finder([stranger]).engine(engine, never)).toBeNull();
  expect(await finder([stranger, right]).engine(engine, never)).toEqual({
    ...{ path: join(right, 'footest'), version: '2.3' },
  });
});
