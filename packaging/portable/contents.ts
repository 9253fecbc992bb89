import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Entry } from './entry.ts';
import type { NodeFiles } from './node-package.ts';
import { starters } from './starters.ts';
import { folderName, type Target } from './targets.ts';

export interface Contents {
  /** The repository, its dist/ built. */
  readonly root: string;
  readonly version: string;
  readonly notices: string;
}

const BUNDLES = ['footbridge.cjs', 'web.cjs', 'web-engine.cjs'];
/** Data that the engine reads; what the screens show (`guides`, `icons`, `locales`) is in their bundle. */
const DATA = /^(?!guides\/|icons\/|locales\/)(?:[\w-]+\/)?[\w-]+\.(?:json|pem)$/;
/** What a browser is served. */
const SCREENS = /^(?:index\.html|assets\/[\w.-]+\.(?:css|js|png|svg|woff2))$/;

/** Every file of a portable folder, in the one folder of the archive. Throws where the build left a file of another kind. */
export function contents({ root, version, notices }: Contents, target: Target, node: NodeFiles): Entry[] {
  const read = (...path: string[]) => readFileSync(join(root, ...path));
  const data = filesIn(join(root, 'resources')).filter((path) => DATA.test(path));
  const screens = filesIn(join(root, 'dist', 'renderer'));
  const stranger = screens.find((path) => !SCREENS.test(path));
  if (stranger !== undefined) throw new Error(`not one of the screens' files: dist/renderer/${stranger}`);
  const plain: readonly (readonly [string, Buffer])[] = [
    ['LICENSE.txt', read('LICENSE')],
    ['THIRD-PARTY-NOTICES.txt', Buffer.from(notices)],
    ['README.txt', read('packaging', 'portable', 'read-me.txt')],
    ['program/LICENSE.node.txt', node.license],
    ['program/start.cjs', read('packaging', 'portable', 'start.cjs')],
    ...BUNDLES.map((name) => [`program/dist/${name}`, read('dist', name)] as const),
    ...screens.map((path) => [`program/dist/renderer/${path}`, read('dist', 'renderer', path)] as const),
    ...data.map((path) => [`program/resources/${path}`, read('resources', path)] as const),
  ];
  const entries: readonly Entry[] = [
    ...plain.map(([path, content]) => ({ path, content, runs: false })),
    {
      path: `program/${target.system === 'windows' ? 'node.exe' : 'node'}`,
      content: node.program,
      runs: true,
    },
    ...starters(target),
  ];
  return entries.map((entry) => ({ ...entry, path: `${folderName(version, target)}/${entry.path}` }));
}

/** Paths below a folder, with `/`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
