import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineBridge } from '../core/contract.ts';
import type { MessengerWindows } from './messenger-windows.ts';

/** An engine whose erasing takes the windows' profiles with it: they hold what messengers keep in a browser. */
export function withWindowsErased(
  engine: EngineBridge,
  windows: MessengerWindows,
  home: string,
): EngineBridge {
  return {
    ...engine,
    async call(command, args) {
      if (command === 'eraseEverything') {
        await windows.closeAll();
        await rm(join(home, 'windows'), { recursive: true, force: true, maxRetries: 5 }).catch(
          () => undefined,
        );
      }
      return engine.call(command, args);
    },
  };
}
