import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Run } from '../run.ts';
import { SettingsError } from '../settings/driver.ts';
// biome-ignore lint/correctness/useImportExtensions: it is a program as well, which Node runs as it is.
import { networksetup } from './networksetup.mjs';

const Text = v.nullable(v.string());
const Options = v.object({ flags: v.number(), server: Text, bypass: Text, pac: Text });
const WindowsSchema = v.object({
  /** WinINet's options by the name of the connection. */
  connections: v.record(v.string(), Options),
  /** The Run key. */
  run: v.record(v.string(), v.string()),
});
const Wanted = v.array(v.object({ name: v.string(), ...Options.entries }));
const Server = v.object({ server: v.string(), port: v.number(), on: v.boolean() });
const Services = v.object({
  services: v.array(
    v.object({
      name: v.string(),
      url: Text,
      auto: v.boolean(),
      discovery: v.boolean(),
      disabled: v.optional(v.boolean()),
      refuses: v.optional(v.boolean()),
      webproxy: Server,
      securewebproxy: Server,
      socksfirewallproxy: Server,
    }),
  ),
});

const load = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
/** Whole, for whoever reads it meanwhile. */
const save = (file: string, state: unknown) => {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(state));
  renameSync(`${file}.${process.pid}`, file);
};

/** Windows for tests: PowerShell and `reg` as our drivers call them, on a state in a file. */
export function windowsModel(file: string): Run {
  return async (command, args, { input }) => {
    const state = v.parse(WindowsSchema, load(file));
    if (command.endsWith('powershell.exe')) {
      const wanted = v.parse(Wanted, JSON.parse(input ?? '[]'));
      const next = { ...state.connections };
      for (const { name, ...options } of wanted) next[name] = options;
      if (wanted.length > 0) save(file, { ...state, connections: next });
      return JSON.stringify(Object.entries(next).map(([name, options]) => ({ name, ...options })));
    }
    const [verb, , , name = '', , , , line = ''] = args;
    const { [name]: _, ...others } = state.run;
    if (verb === 'add') save(file, { ...state, run: { ...others, [name]: line } });
    if (verb === 'delete') save(file, { ...state, run: others });
    return Object.entries(state.run)
      .map(([own, value]) => `    ${own}    REG_SZ    ${value}`)
      .join('\r\n');
  };
}

/** macOS for tests: `networksetup` on a state in a file, without a process for each call. */
export function macosModel(file: string): Run {
  return async (_, args) => {
    const state = v.parse(Services, load(file));
    const { code, text } = networksetup(state, args);
    if (code !== 0) throw new SettingsError('refused', `networksetup ended with ${code}`);
    if (args[0]?.startsWith('-set')) save(file, state);
    return text;
  };
}

/** Whether a call changes anything; the others only look. */
export function isChange(command: string, args: readonly string[], input: string | undefined): boolean {
  if (command.endsWith('powershell.exe')) return input !== '[]';
  return /^(?:set|reset|add|delete|-set.*)$/.test(args[0] ?? '');
}
