import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineBridge } from '../core/contract.ts';
import type { StartAtLogin } from '../core/engine.ts';
import type { MessengerWindows } from './messenger-windows.ts';

/**
 * An engine whose erasing takes the windows' profiles with it, which hold what messengers keep in a browser, and our place in
 * the system's list of what it starts at login.
 */
export function withWindowsErased(
  engine: EngineBridge,
  windows: MessengerWindows,
  home: string,
  startAtLogin: Pick<StartAtLogin, 'set'>,
): EngineBridge {
  return {
    ...engine,
    async call(command, args) {
      if (command === 'eraseEverything') {
        await windows.closeAll();
        await rm(join(home, 'windows'), { recursive: true, force: true, maxRetries: 5 }).catch(
          () => undefined,
        );
        await startAtLogin.set(false).catch(() => undefined);
      }
      return engine.call(command, args);
    },
  };
}
