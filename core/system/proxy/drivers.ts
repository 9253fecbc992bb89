import type { Run } from '../run.ts';
import type { SettingsDriver } from '../settings/driver.ts';
import { createGnomeDriver } from './gnome.ts';
import { createKdeDriver } from './kde.ts';
import { createMacosDriver } from './macos.ts';
import { createWindowsDriver } from './windows/driver.ts';
import { createFallBack } from './windows/fall-back.ts';
import { createPowerShell } from './windows/powershell.ts';
import { createRegistry } from './windows/registry.ts';

export interface Surroundings {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly homedir: string;
}

/**
 * The same for reading alone, where a search waits for it: on macOS of one service, on Windows without starting PowerShell, and
 * without auto-detection, which is on there wherever nobody has ever turned it off.
 */
export function proxyReaders(surroundings: Surroundings): readonly SettingsDriver[] {
  const { platform } = surroundings;
  if (platform === 'darwin') return [createMacosDriver({ ...surroundings, isFirstOnly: true })];
  if (platform === 'win32') return [createWindowsDriver(createRegistry(surroundings))];
  return proxyDrivers(surroundings);
}

/** Every way this system may keep its proxy settings; which of them are in use, `isHere` tells. */
export function proxyDrivers({ run, env, platform, homedir }: Surroundings): readonly SettingsDriver[] {
  switch (platform) {
    case 'darwin':
      return [createMacosDriver({ run, env })];
    case 'linux':
      return [createKdeDriver({ run, env, homedir }), createGnomeDriver({ run, env })];
    case 'win32':
      return [
        createWindowsDriver(createFallBack([createPowerShell({ run, env }), createRegistry({ run, env })])),
      ];
    default:
      return [];
  }
}
