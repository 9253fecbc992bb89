import { join } from 'node:path';
import type { Run } from '../run.ts';
import type { LoginEntries } from './entry.ts';
import { createXdgEntries } from './linux.ts';
import { createLaunchAgents } from './macos.ts';
import { createRunKey } from './windows.ts';

export interface LoginSurroundings {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly homedir: string;
}

/** This system's list of programs started at login. */
export function loginEntries({ run, env, platform, homedir }: LoginSurroundings): LoginEntries {
  if (platform === 'win32') return createRunKey({ run, env });
  if (platform === 'darwin') return createLaunchAgents(homedir);
  return createXdgEntries(env.XDG_CONFIG_HOME || join(homedir, '.config'));
}
