import type { Keyring } from '../../model/keyring.ts';
import { type Ask, decode, encode, REMOVING_MS } from './programs.ts';

const TOOL = 'secret-tool';
const attributes = (name: string) => ['application', 'footbridge', 'vault', name] as const;

/**
 * GNOME's keyring, KDE's wallet or whatever else answers as Secret Service, by libsecret's own program: the secret goes in by
 * its standard input and comes out by its standard output.
 */
export function createSecretService(ask: Ask): Keyring {
  return {
    kind: 'secret-service',
    async write(name, secret, signal) {
      const args = ['store', '--label=Footbridge', ...attributes(name)];
      return (await ask(TOOL, args, { input: encode(secret), signal })) === null ? null : '';
    },
    async read(name, _beside, signal) {
      return decode((await ask(TOOL, ['lookup', ...attributes(name)], { signal })) ?? '');
    },
    async remove(name) {
      const limit = { timeoutMs: REMOVING_MS };
      if ((await ask(TOOL, ['clear', ...attributes(name)], limit)) !== null) return true;
      // It fails as well where there is none; what is locked away can be seen all the same.
      return (await ask(TOOL, ['search', '--all', ...attributes(name)], limit))?.trim() === '';
    },
  };
}
