import { join, resolve } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly homedir: string;
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
