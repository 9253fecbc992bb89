import type { Keyring } from '../../model/keyring.ts';
import { type Ask, decode, encode } from './programs.ts';

const TOOL = 'secret-tool';
const attributes = (name: string) => ['application', 'footbridge', 'vault', name] as const;

/**
 * GNOME's keyring, KDE's wallet or whatever else answers as Secret Service, by libsecret's own program: the secret goes in by
 * its standard input and comes out by its standard output.
 */
export function createSecretService(ask: Ask): Keyring {
  return {
    kind: 'secret-service',
    async write(name, secret) {
      const args = ['store', '--label=Footbridge', ...attributes(name)];
      return (await ask(TOOL, args, encode(secret))) === null ? null : '';
    },
    async read(name) {
      return decode((await ask(TOOL, ['lookup', ...attributes(name)])) ?? '');
    },
    async remove(name) {
      await ask(TOOL, ['clear', ...attributes(name)]);
    },
  };
}
