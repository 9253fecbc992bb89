import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const project = join(import.meta.dirname, '..');
const files = ['core', 'cli', 'web', 'electron', 'renderer', 'lab', 'scripts'].flatMap((folder) =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

test('no helper has a hook of its own: it would serve only the first file that a worker runs', () => {
  expect(files.length).toBeGreaterThan(500);
  const hook = /^(?:before|after)(?:Each|All)\(/m;
  expect(files.filter((name) => hook.test(readFileSync(join(project, name), 'utf8')))).toEqual([]);
});
