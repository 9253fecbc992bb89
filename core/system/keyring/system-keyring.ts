import type { Keyring } from '../../model/keyring.ts';
import type { Run } from '../run.ts';
import { createDpapi } from './dpapi.ts';
import { createKeychain } from './keychain.ts';
import { asking } from './programs.ts';
import { createSecretService } from './secret-service.ts';

export interface KeyringSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: Run;
}

/**
 * The keyring of this computer, for every shell the same; null where there is none, or FOOTBRIDGE_KEYRING is `off`, as it
 * should be for what starts without anybody at the screen. That it can be used shows only when it is.
 */
export function systemKeyring({ platform, env, run }: KeyringSurroundings): Keyring | null {
  if (env.FOOTBRIDGE_KEYRING === 'off') return null;
  const ask = asking(run, env);
  switch (platform) {
    case 'win32':
      return createDpapi(ask, env.SystemRoot ?? env.SYSTEMROOT ?? 'C:\\Windows');
    case 'darwin':
      return createKeychain(ask);
    default:
      // Without a session nobody answers, and nobody could be asked.
      return env.DBUS_SESSION_BUS_ADDRESS ? createSecretService(ask) : null;
  }
}
