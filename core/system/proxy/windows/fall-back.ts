import { SettingsError } from '../../settings/driver.ts';
import type { WinInet } from './wininet.ts';

/**
 * The first of several ways that can read: PowerShell may be forbidden to call WinINet. Chosen once, so that what one way
 * recorded is put back by the same.
 */
export function createFallBack([first, ...others]: readonly [WinInet, ...WinInet[]]): WinInet {
  let chosen: WinInet | undefined;
  const choose = async (signal: AbortSignal): Promise<WinInet> => {
    if (chosen !== undefined) return chosen;
    for (const way of [first, ...others]) {
      const works = await way.read(signal).then(
        () => true,
        (error: unknown) => {
          if (error instanceof SettingsError) return false;
          throw error;
        },
      );
      if (!works) continue;
      chosen = way;
      return way;
    }
    return first;
  };
  return {
    read: async (signal) => (await choose(signal)).read(signal),
    write: async (connections, signal) => (await choose(signal)).write(connections, signal),
  };
}
