import { callRegistry, type RegistryValue, readRegistryTree } from '../../registry.ts';
import type { SettingsDriver, Values } from '../../settings/driver.ts';
import {
  asText,
  changeOf,
  disownAll,
  OUTLIVES_MS,
  placeOf,
  type WebView2Options,
  withOurs,
  withoutOurs,
  writeValue,
} from './arguments.ts';

const TOP = 'HKCU\\Software\\Policies\\Microsoft\\Edge';
const ARGUMENTS = `${TOP}\\WebView2\\AdditionalBrowserArguments`;
/** From the outside in. */
const KEYS: readonly string[] = [TOP, `${TOP}\\WebView2`, ARGUMENTS];
/** What a key is to us: there, with nothing in it that is not ours; or used by others too. */
const BARE = 'bare';
const USED = 'used';

/**
 * Arguments for the browser inside one program of Windows, by the policy of Microsoft's WebView2 reference
 * (CreateCoreWebView2EnvironmentWithOptions). Many computers let only administrators write there. Places are the values,
 * and the keys around them, so that keys which were not there go again.
 */
export function createWebView2Policy(options: WebView2Options): SettingsDriver {
  const { program, platform } = options;
  const own = program === undefined ? undefined : placeOf(ARGUMENTS, program);

  async function read(signal: AbortSignal): Promise<Values> {
    const printed = await readRegistryTree(['query', TOP, '/s'], options, signal);
    const tree = new Map([...printed].map(([key, values]) => [asWritten(key), values]));
    const values = [...(tree.get(ARGUMENTS) ?? [])].map(
      ([name, value]) => [placeOf(ARGUMENTS, name), asText(value)] as const,
    );
    return {
      ...Object.fromEntries(KEYS.map((key) => [key, stateOf(key, tree)] as const)),
      ...(own === undefined ? {} : { [own]: null }),
      ...Object.fromEntries(values),
    };
  }

  return {
    id: 'webview2-policy',
    outlivesMs: OUTLIVES_MS,
    isHere: async () => platform === 'win32',
    read,
    plan(settings, before) {
      if (own === undefined) return [];
      const missing = KEYS.filter((key) => (before[key] ?? null) === null);
      return [
        ...missing.map((key) => changeOf(key, BARE)),
        changeOf(own, withOurs(before[own] ?? null, settings)),
      ];
    },
    async write(changes, signal) {
      for (const { place, value } of changes) {
        const [key = '', name] = place.split('\n');
        if (name !== undefined) await writeValue(key, name, value, options, signal);
        // A key comes with the value that is written into it.
        else if (value === null) await callRegistry(['delete', key, '/f'], options, signal);
      }
    },
    previous: () => ({ kind: 'none' }),
    disown: disownAll,
  };
}

type Tree = ReadonlyMap<string, ReadonlyMap<string, RegistryValue>>;

function stateOf(key: string, tree: Tree): string | null {
  const inside = [...tree.keys()].filter((one) => one.startsWith(`${key}\\`));
  // A key without values may not be printed; what lies inside it is.
  if (!tree.has(key) && inside.length === 0) return null;
  const values = [...(tree.get(key)?.values() ?? [])];
  const isOwn = (value: RegistryValue) => key === ARGUMENTS && withoutOurs(asText(value)) === null;
  const isOwnKey = (child: string) => KEYS.includes(child) && stateOf(child, tree) === BARE;
  return values.every(isOwn) && inside.every(isOwnKey) ? BARE : USED;
}

/** A key's name as we write it: reg.exe prints the root in full, and may spell the rest as it was created. */
function asWritten(key: string): string {
  const short = key.replace(/^HKEY_CURRENT_USER/, 'HKCU');
  return KEYS.find((one) => one.toLowerCase() === short.toLowerCase()) ?? short;
}
