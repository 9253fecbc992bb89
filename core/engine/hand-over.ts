import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { createHandOver, type HandOver, type HandOverView } from '../hand-over/hand-over.ts';
import { homeAddresses, isHomeAddress } from '../net/home-network.ts';
import { handOverFolder } from '../store/home.ts';
import { here } from './here.ts';
import type { EngineOptions } from './open.ts';

/** What people look into for what they loaded, where the system does not say. */
const DOWNLOADS = 'Downloads';

/** Hands over what is found on this computer. `onChange` must be quick and not throw. */
export function openHandOver(
  {
    home,
    resourceFolders,
    clock,
    random,
  }: Pick<EngineOptions, 'home' | 'resourceFolders' | 'clock' | 'random'>,
  onChange: (view: HandOverView) => void,
): HandOver {
  const surroundings = here();
  const { platform, env } = surroundings;
  return createHandOver({
    places: { installers: installerPlaces(surroundings, resourceFolders), folder: handOverFolder(home) },
    drives: { platform, env },
    ...{ clock, random, onChange },
    addresses: () => homeAddresses(networkInterfaces()).map(({ address }) => address),
    mayAsk: isHomeAddress,
  });
}

/** Where our own installers may lie: what this program runs from, what is beside its folder, and where downloads go. */
function installerPlaces(
  { env, platform, homedir }: ReturnType<typeof here>,
  [resources]: readonly string[],
): readonly string[] {
  return [
    ...[env.APPIMAGE, env.PORTABLE_EXECUTABLE_FILE].filter((path) => path !== undefined),
    ...(resources === undefined ? [] : [dirname(dirname(resources))]),
    join(homedir, DOWNLOADS),
    ...(platform === 'linux' ? xdgDownloads(env.XDG_CONFIG_HOME || join(homedir, '.config'), homedir) : []),
  ];
}

/** What a Linux desktop calls it in the person's language (xdg-user-dirs). */
function xdgDownloads(configFolder: string, homedir: string): readonly string[] {
  try {
    const text = readFileSync(join(configFolder, 'user-dirs.dirs'), 'utf8');
    const path = /^XDG_DOWNLOAD_DIR="([^"\n]+)"/m.exec(text)?.[1];
    return path === undefined ? [] : [path.replace(/^\$HOME/, homedir)];
  } catch {
    return [];
  }
}
