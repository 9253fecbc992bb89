import { posix, win32 } from 'node:path';
import type { System } from './system.ts';

/** A browser that can show a messenger in a window of its own. */
export interface Browser {
  readonly name: 'Chromium' | 'Google Chrome' | 'Microsoft Edge';
  readonly path: string;
}

const WINDOWS = [
  ['Chromium', 'Chromium\\Application\\chrome.exe'],
  ['Google Chrome', 'Google\\Chrome\\Application\\chrome.exe'],
  ['Microsoft Edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
] as const;
const LINUX = [
  ['Chromium', 'chromium'],
  ['Google Chrome', 'google-chrome-stable'],
  ['Google Chrome', 'google-chrome'],
  ['Microsoft Edge', 'microsoft-edge-stable'],
  ['Microsoft Edge', 'microsoft-edge'],
  ['Chromium', 'chromium-browser'],
] as const;

/**
 * The first browser of the Chromium family in the places where their installers put them, or null. One in a snap is left
 * out: it may not write into the folder that its window would have.
 */
export function findBrowser(system: System): Browser | null {
  return candidates(system).find(({ path }) => system.isProgram(path) && !isSnap(system, path)) ?? null;
}

function candidates({ platform, env, homedir }: System): readonly Browser[] {
  switch (platform) {
    case 'win32': {
      const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap(
        (name) => env[name] ?? [],
      );
      return WINDOWS.flatMap(([name, path]) =>
        folders.filter(win32.isAbsolute).map((folder) => ({ name, path: win32.join(folder, path) })),
      );
    }
    case 'darwin':
      return (['Chromium', 'Google Chrome', 'Microsoft Edge'] as const).flatMap((name) =>
        ['/Applications', posix.join(homedir, 'Applications')].map((folder) => ({
          name,
          path: posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name),
        })),
      );
    default:
      return LINUX.flatMap(([name, file]) =>
        programFolders(env).map((folder) => ({ name, path: posix.join(folder, file) })),
      );
  }
}

/** The folders of PATH; a relative one would depend on where we were started. */
export function programFolders(env: System['env']): readonly string[] {
  return (env.PATH ?? '').split(':').filter((folder) => posix.isAbsolute(folder));
}

function isSnap({ platform, realPath }: System, path: string): boolean {
  if (platform !== 'linux') return false;
  return path.startsWith('/snap/') || /^\/snap\/|\/snap$/.test(realPath(path));
}
