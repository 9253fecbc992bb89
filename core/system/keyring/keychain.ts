import type { Keyring } from '../../model/keyring.ts';
import { type Ask, decode, encode, REMOVING_MS } from './programs.ts';

const TOOL = '/usr/bin/security';
const SERVICE = 'Footbridge';

/**
 * The login keychain of macOS, by the system's own program. Its interactive mode reads commands from standard input, so that
 * the secret stands in no argument that others can list. Names and secrets need no quoting: they are base64.
 */
export function createKeychain(ask: Ask): Keyring {
  return {
    kind: 'keychain',
    async write(name, secret, signal) {
      const command = `add-generic-password -U -s ${SERVICE} -a ${name} -w ${encode(secret)}\n`;
      return (await ask(TOOL, ['-i'], { input: command, signal })) === null ? null : '';
    },
    async read(name, _beside, signal) {
      const args = ['find-generic-password', '-s', SERVICE, '-a', name, '-w'];
      return decode((await ask(TOOL, args, { signal })) ?? '');
    },
    async remove(name) {
      const [of, limit] = [['-s', SERVICE, '-a', name], { timeoutMs: REMOVING_MS }];
      if ((await ask(TOOL, ['delete-generic-password', ...of], limit)) !== null) return true;
      // It fails as well where there is none; without its secret it is found in a locked keychain, too.
      return (await ask(TOOL, ['find-generic-password', ...of], limit)) === null;
    },
  };
}
