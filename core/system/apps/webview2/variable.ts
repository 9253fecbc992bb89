import { readRegistryTree } from '../../registry.ts';
import type { SettingsDriver } from '../../settings/driver.ts';
import {
  asText,
  changeOf,
  disownAll,
  OUTLIVES_MS,
  placeOf,
  type WebView2Options,
  withOurs,
  writeValue,
} from './arguments.ts';

const VARIABLE = 'WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS';
const ENVIRONMENT = 'HKCU\\Environment';
const PLACE = placeOf(ENVIRONMENT, VARIABLE);
/** Tells running programs, Explorer above all, that variables have changed; it changes none. */
const NUDGE = "[Environment]::SetEnvironmentVariable('FOOTBRIDGE_NUDGE', $null, 'User')";

/**
 * Arguments for browsers inside programs by a variable of the person's environment, for where the policy may not be
 * written. Every such program that is started meanwhile reads it: with a PAC all but messengers goes on as before in it, also
 * when we are gone.
 */
export function createWebView2Variable(options: WebView2Options): SettingsDriver {
  const { run, env, platform, program } = options;
  const shell = `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  return {
    id: 'webview2-variable',
    outlivesMs: OUTLIVES_MS,
    isHere: async () => platform === 'win32',
    async read(signal) {
      const tree = await readRegistryTree(['query', ENVIRONMENT, '/v', VARIABLE], options, signal);
      const value = [...tree.values()][0]?.get(VARIABLE);
      return { [PLACE]: value === undefined ? null : asText(value) };
    },
    plan: (settings, before) =>
      program === undefined ? [] : [changeOf(PLACE, withOurs(before[PLACE] ?? null, settings))],
    async write(changes, signal) {
      for (const { value } of changes) await writeValue(ENVIRONMENT, VARIABLE, value, options, signal);
      const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', NUDGE];
      // Who is not told now reads it at the next login.
      await run(shell, args, { signal, env }).catch(() => signal.throwIfAborted());
    },
    previous: () => ({ kind: 'none' }),
    disown: disownAll,
  };
}
