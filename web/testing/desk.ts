import type { EngineBridge } from '../../core/contract.ts';
import { OFF } from '../../core/testing/off-state.ts';
import { createDesk, type Desk } from '../desk.ts';
import { createHandlers } from '../handlers.ts';
import { createMessengerWindows } from '../messenger-windows.ts';
import { createFakeSystem } from './fake-system.ts';

/** A desk before the given engine, on a computer without a single program. */
export function createTestDesk(engine: EngineBridge, home = '/nowhere'): Desk {
  const { system } = createFakeSystem([]);
  return createDesk(
    engine,
    createHandlers({
      ...{ engine, system, version: '1', nodeLanguage: 'en', webApps: new Map() },
      windows: createMessengerWindows({ system, home, testFlags: [] }),
      handOverFolder: home,
      state: () => OFF,
      startAtLogin: { isOn: async () => false, set: async () => undefined },
      quit: () => undefined,
    }),
  );
}
