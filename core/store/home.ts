import { join, resolve } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly homedir: string;
}

/** Files that the person puts there to hand them over to people beside them. */
export const handOverFolder = (home: string) => join(home, 'hand-over');

/** What macOS keeps for an app of our name (appId in electron-builder.yml), under the person's Library. */
const OF_MACOS = [
  'Caches/footbridge',
  'HTTPStorages/footbridge',
  'Preferences/footbridge.plist',
  'Saved Application State/footbridge.savedState',
];

/**
 * What the window's own program, Chromium, keeps: beside the other folder or in it. It has that open as long as it runs, so that
 * somebody else has to remove it afterwards.
 */
export function windowTraces(surroundings: Surroundings): readonly string[] {
  const { env, platform, homedir } = surroundings;
  const home = footbridgeHome(surroundings);
  const own = env.FOOTBRIDGE_HOME ? join(home, 'window') : join(home, '..', 'footbridge-window');
  return platform === 'darwin' ? [own, ...OF_MACOS.map((name) => join(homedir, 'Library', name))] : [own];
}

/** The folder for everything Footbridge keeps: `FOOTBRIDGE_HOME`, else the system's usual place. */
export function footbridgeHome({ env, platform, homedir }: Surroundings): string {
  if (env.FOOTBRIDGE_HOME) return resolve(env.FOOTBRIDGE_HOME);
  switch (platform) {
    case 'win32':
      return join(env.APPDATA ?? join(homedir, 'AppData', 'Roaming'), 'Footbridge');
    case 'darwin':
      return join(homedir, 'Library', 'Application Support', 'Footbridge');
    default:
      return join(env.XDG_CONFIG_HOME ?? join(homedir, '.config'), 'footbridge');
  }
}
