// Builds the screens, and the gallery of their scenes, into dist/, unless what is there was made of exactly these files.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, setUp } from './setup.mjs';

/** What the screens are made of. */
const SOURCES = [
  'renderer',
  'core/contract',
  'core/contract.ts',
  'core/model',
  'resources',
  'package-lock.json',
];

/** A fingerprint of names, sizes and times: reading every file would cost more than most builds save. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\n${size}\n${mtimeMs}\n`);
  };
  for (const source of SOURCES) {
    if (statSync(join(root, source)).isFile()) add(source);
    else
      for (const name of readdirSync(join(root, source), { recursive: true }).sort())
        if (!name.endsWith('.test.ts')) add(join(source, name));
  }
  return hash.digest('hex');
}

/** Brings dist/`name` up to date; resolves to whether anything had to be done. */
async function bringUpToDate(name, configFile) {
  const now = fingerprint();
  const stamp = join(root, '.cache', `${name}-stamp`);
  const isThere = existsSync(join(root, 'dist', name, 'index.html'));
  if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return false;
  process.stderr.write(`Building the ${name === 'renderer' ? 'screens' : name} …\n`);
  const { build } = await import('vite');
  await build({ configFile: join(root, ...configFile), logLevel: 'warn' });
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, now);
  return true;
}

/** Resolves once dist/renderer is up to date, to whether anything had to be done. */
export const buildRenderer = () => bringUpToDate('renderer', ['renderer', 'vite.config.ts']);

/** The same for dist/gallery, which is no part of the program. */
export const buildGallery = () => bringUpToDate('gallery', ['renderer', 'gallery', 'vite.config.ts']);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUp();
  await buildRenderer();
}
