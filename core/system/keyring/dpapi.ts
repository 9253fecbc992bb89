import type { Keyring } from '../../model/keyring.ts';
import { type Ask, decode, encode } from './programs.ts';

/** Says nothing of a secret: that comes by standard input. */
const script = (verb: 'Protect' | 'Unprotect') =>
  [
    "$ErrorActionPreference = 'Stop'",
    'Add-Type -AssemblyName System.Security',
    '$bytes = [Convert]::FromBase64String([Console]::In.ReadLine())',
    `$done = [Security.Cryptography.ProtectedData]::${verb}($bytes, $null, 'CurrentUser')`,
    '[Console]::Out.WriteLine([Convert]::ToBase64String($done))',
  ].join('; ');

/**
 * Windows keeps no secret for others, but locks one so that this user alone can open it (DPAPI); what it has locked lies in
 * our own folder. By PowerShell, which every Windows has.
 */
export function createDpapi(ask: Ask, systemRoot: string): Keyring {
  const tool = `${systemRoot}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const convert = async (verb: 'Protect' | 'Unprotect', bytes: string, signal: AbortSignal | undefined) => {
    const args = ['-NoProfile', '-NonInteractive', '-Command', script(verb)];
    return decode((await ask(tool, args, { input: `${bytes}\n`, signal })) ?? '');
  };
  return {
    kind: 'dpapi',
    async write(_, secret, signal) {
      const locked = await convert('Protect', encode(secret), signal);
      return locked === null ? null : encode(locked);
    },
    read: (_, beside, signal) => convert('Unprotect', beside, signal),
    // What it has locked goes with our folder.
    remove: async () => true,
  };
}
