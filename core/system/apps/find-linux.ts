import { posix } from 'node:path';
import type { LinuxPlaces } from '../../model/app.ts';
import { readExec } from '../../model/desktop-entry.ts';
import { getKey } from '../proxy/ini.ts';
import type { Launch } from './launch.ts';
import type { AppSurroundings } from './surroundings.ts';

const GROUP = 'Desktop Entry';
const ENDING = '.desktop';
const MOST_FOLDERS = 32;
type Place = Pick<AppSurroundings, 'env' | 'homedir' | 'files'>;

/**
 * An app by its desktop entry, where the desktop itself would look (XDG_DATA_HOME, XDG_DATA_DIRS, what flatpak and snap
 * export), or by its program in PATH; null where neither is.
 */
export async function findLinuxApp({ entries, programs }: LinuxPlaces, place: Place): Promise<Launch | null> {
  /** An entry that the person has hidden hides those of the same name further down. */
  const hidden = new Set<string>();
  for (const folder of entryFolders(place)) {
    const names = (await place.files.list(folder)).filter((name) => !hidden.has(name));
    for (const name of entries.flatMap((entry) => matching(entry, names))) {
      const text = (await place.files.read(posix.join(folder, name))) ?? '';
      if (getKey(text, GROUP, 'Hidden') === 'true') hidden.add(name);
      const words = hidden.has(name) ? null : await runnable(text, place);
      if (words !== null) return { kind: 'entry', words };
    }
  }
  for (const program of programs) {
    const path = await inPath(program, place);
    if (path !== null) return { kind: 'program', path };
  }
  return null;
}

/** The program that takes an app's links, as the desktop says; null where there is none. */
export async function findLinkHandler(
  scheme: string,
  place: Place & Pick<AppSurroundings, 'run'>,
  signal: AbortSignal,
): Promise<Launch | null> {
  const { run, env } = place;
  const args = ['query', 'default', `x-scheme-handler/${scheme}`];
  const said = await run('xdg-mime', args, { signal, env }).catch(() => '');
  const [entry = ''] = said.split(/[;\n]/, 1);
  if (!/^[\w][\w.-]{0,120}\.desktop$/.test(entry)) return null;
  const entries = [entry.slice(0, -ENDING.length)];
  return findLinuxApp({ entries, programs: [], processes: [] }, place);
}

/** Where desktop entries lie, the person's own first. */
function entryFolders({ env, homedir }: Place): readonly string[] {
  const data = [
    env.XDG_DATA_HOME || posix.join(homedir, '.local', 'share'),
    ...(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':'),
    posix.join(homedir, '.local', 'share', 'flatpak', 'exports', 'share'),
    '/var/lib/flatpak/exports/share',
    '/var/lib/snapd/desktop',
  ];
  const folders = data.filter(posix.isAbsolute).map((folder) => posix.join(folder, 'applications'));
  return [...new Set(folders)].slice(0, MOST_FOLDERS);
}

function matching(entry: string, names: readonly string[]): readonly string[] {
  if (!entry.endsWith('*')) return names.filter((name) => name === `${entry}${ENDING}`);
  return names.filter((name) => name.startsWith(entry.slice(0, -1)) && name.endsWith(ENDING));
}

/** The words of an entry whose programs are there: one that was removed may have left its entry behind. */
async function runnable(text: string, place: Place): Promise<readonly string[] | null> {
  const exec = getKey(text, GROUP, 'Exec');
  const [program, ...args] = (exec === null ? null : readExec(exec)) ?? [];
  const tried = getKey(text, GROUP, 'TryExec');
  if (program === undefined || (tried !== null && (await inPath(tried, place)) === null)) return null;
  const path = await inPath(program, place);
  return path === null ? null : [path, ...args];
}

/** A program's whole path; null where it may not be run or is not in PATH. */
async function inPath(program: string, { env, files }: Place): Promise<string | null> {
  const folders = (env.PATH ?? '').split(':').filter(posix.isAbsolute);
  const paths = posix.isAbsolute(program) ? [program] : folders.map((folder) => posix.join(folder, program));
  for (const path of paths) if (await files.isProgram(path)) return path;
  return null;
}
