import { parseRegistryValue } from '../../registry.ts';
import type { Run } from '../../run.ts';
import { SettingsError } from '../../settings/driver.ts';
import { type ConnectionOptions, LAN, type WinInet } from './wininet.ts';

const KEY = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const NAMES = { server: 'ProxyServer', bypass: 'ProxyOverride', pac: 'AutoConfigURL' } as const;
const ENABLE = 'ProxyEnable';
const STRAIGHT = 1;
const PROXY = 2;
const PAC = 4;

export interface RegistryOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `reg`, or how to run it elsewhere; its own arguments come behind. */
  readonly reg?: readonly [command: string, ...args: string[]];
}

/**
 * The LAN's settings by `reg.exe`, for where PowerShell is not allowed to call WinINet. Auto-detect and other connections
 * lie in a binary value that is left alone, and running programs are not told: they see it when they start.
 */
export function createRegistry({ run, env, reg = ['reg'] }: RegistryOptions): WinInet {
  const [command, ...before] = reg;
  const call = (args: readonly string[], signal: AbortSignal) =>
    run(command, [...before, ...args], { signal, env });

  return {
    async read(signal) {
      const values = parseQuery(await call(['query', KEY], signal));
      const pac = values.get(NAMES.pac) ?? null;
      const isOn = Number(values.get(ENABLE) ?? '0') === 1;
      const options: ConnectionOptions = {
        flags: STRAIGHT + (isOn ? PROXY : 0) + (pac === null ? 0 : PAC),
        server: values.get(NAMES.server) ?? null,
        bypass: values.get(NAMES.bypass) ?? null,
        pac,
      };
      return new Map([[LAN, options]]);
    },
    async write(connections, signal) {
      for (const [connection, options] of connections) {
        if (connection !== LAN) throw new SettingsError('refused', 'only the LAN can be set this way');
        for (const setting of ['server', 'bypass', 'pac'] as const)
          await setText(NAMES[setting], options[setting], signal);
        const on = (options.flags & PROXY) === 0 ? '0' : '1';
        await call(['add', KEY, '/v', ENABLE, '/t', 'REG_DWORD', '/d', on, '/f'], signal);
      }
    },
  };

  async function setText(name: string, value: string | null, signal: AbortSignal): Promise<void> {
    if (value !== null) {
      await call(['add', KEY, '/v', name, '/t', 'REG_SZ', '/d', value, '/f'], signal);
      return;
    }
    // It is an error to delete what is not there.
    const isThere = parseQuery(await call(['query', KEY], signal)).has(name);
    if (isThere) await call(['delete', KEY, '/v', name, '/f'], signal);
  }
}

/** The values of `reg query`: a name, a type, and the rest of the line. */
export function parseQuery(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const [name, value] = parseRegistryValue(line) ?? [];
      if (name === undefined || value === undefined) return [];
      return [[name, value.type === 'REG_DWORD' ? String(Number(value.text)) : value.text]];
    }),
  );
}
