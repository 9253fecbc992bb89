import type { Run } from './run.ts';
import { SettingsError } from './settings/driver.ts';

/** A value of Windows' registry as reg.exe names it: its type, and its text. */
export interface RegistryValue {
  readonly type: string;
  readonly text: string;
}

/** How reg.exe is run. */
export interface RegistryPlace {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `reg`, or how to run it elsewhere; its own arguments come behind. */
  readonly reg?: readonly [command: string, ...args: string[]];
}

/** Runs reg.exe; rejects as `Run` does. */
export function callRegistry(
  args: readonly string[],
  { run, env, reg: [command, ...before] = ['reg'] }: RegistryPlace,
  signal: AbortSignal,
): Promise<string> {
  return run(command, [...before, ...args], { signal, env });
}

/** The values of a key by their names; none where there is no such key. Rejects where reg.exe does not answer. */
export async function readRegistryKey(
  key: string,
  place: RegistryPlace,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RegistryValue>> {
  const keys = await readRegistryTree(['query', key], place, signal);
  return [...keys.values()][0] ?? new Map();
}

/** What `reg query` prints, key by key; nothing where there is none. Rejects where it does not answer, and with the signal's reason. */
export async function readRegistryTree(
  args: readonly string[],
  place: RegistryPlace,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyMap<string, RegistryValue>>> {
  const text = await callRegistry(args, place, signal).catch((error: unknown) => {
    // So reg.exe says that there is no such key. What was not answered must not be taken for that.
    if (error instanceof SettingsError && error.failure === 'refused') return '';
    throw error;
  });
  return parseRegistry(text);
}

/** Reads a line that `reg query` printed of a value: four blanks before each part; null where it is none. */
export function parseRegistryValue(line: string): readonly [name: string, RegistryValue] | null {
  const [, name, type, text = ''] = /^ {4}(.+?) {4}(REG_\w+)(?: {4}(.*))?$/.exec(line) ?? [];
  return name === undefined || type === undefined ? null : [name, { type, text }];
}

/** Reads what `reg query` printed: keys at the beginning of a line, values below. Never throws. */
export function parseRegistry(text: string): ReadonlyMap<string, ReadonlyMap<string, RegistryValue>> {
  const keys = new Map<string, Map<string, RegistryValue>>();
  let values: Map<string, RegistryValue> | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^HKEY_/.test(line)) {
      values = new Map();
      keys.set(line.trim(), values);
      continue;
    }
    const value = parseRegistryValue(line);
    if (value !== null) values?.set(...value);
  }
  return keys;
}
