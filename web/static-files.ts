import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
}
/** By the path of a request: `/`, `/assets/index-abc.js`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const TYPES = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['json', 'application/json'],
  ['svg', 'image/svg+xml'],
  ['png', 'image/png'],
  ['ico', 'image/x-icon'],
  ['woff2', 'font/woff2'],
]);

/**
 * Reads the screens' files, once: what is served is what was there at the start, and a request can name nothing else on
 * this computer. Files of other kinds are left out. Throws when the folder cannot be read.
 */
export function readStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES.get(entry.name.split('.').at(-1) ?? '');
    if (type === undefined || !entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { type, body: readFileSync(path) });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}
