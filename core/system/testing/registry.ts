import type { Run } from '../run.ts';
import { SettingsError } from '../settings/driver.ts';

/** A registry in memory: keys by their names (`HKCU\…`), each with its values as `REG_SZ text`. */
export type FakeRegistry = Map<string, Map<string, string>>;

/** Behaves like reg.exe on such a registry, for tests; `step` is called before and after each command. */
export function createFakeReg(keys: FakeRegistry, step: () => void = () => undefined): Run {
  return async (command, args) => {
    if (command !== 'reg') return '';
    step();
    const printed = carryOut(keys, args);
    step();
    return printed;
  };
}

function carryOut(keys: FakeRegistry, [verb = '', key = '', ...words]: readonly string[]): string {
  const after = (option: string) => words[words.indexOf(option) + 1] ?? '';
  const name = words.includes('/v') ? after('/v') : undefined;
  if (verb === 'query') return print(keys, key, name, words.includes('/s'));
  if (verb === 'add') {
    const parts = key.split('\\');
    for (let depth = 2; depth <= parts.length; depth += 1) {
      const path = parts.slice(0, depth).join('\\');
      if (!keys.has(path)) keys.set(path, new Map());
    }
    if (name !== undefined) keys.get(key)?.set(name, `${after('/t')} ${after('/d')}`);
    return '';
  }
  if (!keys.has(key) || (name !== undefined && !keys.get(key)?.delete(name))) throw refusal(key);
  if (name === undefined)
    for (const one of [...keys.keys()]) if (`${one}\\`.startsWith(`${key}\\`)) keys.delete(one);
  return '';
}

function print(keys: FakeRegistry, key: string, name: string | undefined, isDeep: boolean): string {
  const own = keys.get(key);
  if (own === undefined || (name !== undefined && !own.has(name))) throw refusal(key);
  const shown = [...keys].filter(([one]) => one === key || (isDeep && one.startsWith(`${key}\\`)));
  const sections = shown.map(([one, values]) => {
    const lines = [...values]
      .filter(([value]) => name === undefined || value === name)
      .map(([value, text]) => {
        const blank = text.indexOf(' ');
        return `    ${value}    ${text.slice(0, blank)}    ${text.slice(blank + 1)}`;
      });
    return [one.replace(/^HKCU/, 'HKEY_CURRENT_USER').replace(/^HKLM/, 'HKEY_LOCAL_MACHINE'), ...lines];
  });
  return `\r\n${sections.map((lines) => lines.join('\r\n')).join('\r\n\r\n')}\r\n\r\n`;
}

const refusal = (key: string) => new SettingsError('refused', `reg ended with 1: ${key}`);
