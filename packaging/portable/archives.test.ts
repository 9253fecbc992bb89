import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findProgram, scratchFolder } from '../../core/testing/daemon.ts';
import { check } from '../../core/testing/fuzz.ts';
import { type Entry, MADE_AT } from './entry.ts';
import { readFromTarGz, tarGz } from './tar.ts';
import { zip } from './zip.ts';

const entries: readonly Entry[] = [
  { path: 'Bridge/run.sh', content: Buffer.from('#!/bin/sh\n'), runs: true },
  { path: 'Bridge/empty', content: Buffer.alloc(0), runs: false },
  { path: `Bridge/${'long/'.repeat(25)}name.js`, content: Buffer.alloc(5_000, 'x'), runs: false },
];

/** What a system's own program makes of an archive: path, content, whether it runs, and when it was made. */
function unpack(archive: Buffer, command: readonly [string, ...string[]]): unknown {
  const { path } = scratchFolder();
  const file = join(path, 'archive');
  writeFileSync(file, archive);
  mkdirSync(join(path, 'out'));
  execFileSync(command[0], [...command.slice(1), file], {
    cwd: join(path, 'out'),
    stdio: 'pipe',
    env: { TZ: 'UTC' },
  });
  return readdirSync(join(path, 'out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const whole = join(entry.parentPath, entry.name);
      const { mode, mtimeMs } = statSync(whole);
      return {
        path: whole.slice(path.length + '/out/'.length),
        content: readFileSync(whole),
        runs: (mode & 0o111) === 0o111,
        madeAt: mtimeMs / 1000,
      };
    })
    .toSorted((a, b) => a.path.localeCompare(b.path));
}
const expected = entries
  .map((entry) => ({ ...entry, madeAt: MADE_AT }))
  .toSorted((a, b) => a.path.localeCompare(b.path));

test('a tar.gz is unpacked by tar as it was meant', () => {
  expect(unpack(tarGz(entries), ['tar', '-xzf'])).toEqual(expected);
});

test.skipIf(findProgram('unzip') === undefined)('a zip is unpacked by unzip as it was meant', () => {
  expect(unpack(zip(entries), ['unzip', '-q'])).toEqual(expected);
});

test('the order in which files are found, and the moment, leave no trace (P7)', () => {
  const other = entries.toReversed().map((entry) => ({ ...entry, content: Buffer.from(entry.content) }));
  expect(tarGz(other).equals(tarGz(entries))).toBe(true);
  expect(zip(other).equals(zip(entries))).toBe(true);
});

test('what was put into a tar.gz is read back by its path, and nothing else is there', () => {
  const file = fc.record({
    path: fc.stringMatching(/^[a-z]{1,20}(?:\/[a-z.]{1,40}[a-z]){0,4}$/),
    content: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
    runs: fc.boolean(),
  });
  check(
    fc.property(fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 4 }), (files) => {
      const archive = tarGz(files);
      for (const { path, content } of files) expect(readFromTarGz(archive, path)).toEqual(content);
      expect(readFromTarGz(archive, 'other/file')).toBeNull();
    }),
  );
});
