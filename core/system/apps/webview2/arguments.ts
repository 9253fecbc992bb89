import { callRegistry, type RegistryPlace, type RegistryValue } from '../../registry.ts';
import { type Change, type ProxySettings, SettingsError, type Values } from '../../settings/driver.ts';
import { isOurPac } from '../../settings/ours.ts';

/** Milliseconds for which a `reg` goes on that nobody waits for. */
export const OUTLIVES_MS = 2000;

export interface WebView2Options extends RegistryPlace {
  readonly platform: NodeJS.Platform;
  /** The program that has the browser inside, as in `WhatsApp.Root.exe`; absent where things are only put back. */
  readonly program?: string | undefined;
}

/** Places of this kind are a key and, behind a line break, a value in it. */
export const placeOf = (key: string, name: string): string => `${key}\n${name}`;

/** One change of them: they mean something only together. */
export const changeOf = (place: string, value: string | null): Change => ({
  ...{ place, value, role: 'value' },
  group: 'webview2',
});

/** A value as the journal keeps it: its type, a blank, its text. */
export const asText = ({ type, text }: RegistryValue): string => `${type} ${text}`;
const textOf = (value: string) => value.slice(value.indexOf(' ') + 1);
const typeOf = (value: string) => value.slice(0, value.indexOf(' '));

/** Adds our argument to those that are there. */
export function withOurs(before: string | null, settings: ProxySettings): string {
  const own =
    settings.kind === 'pac'
      ? `--proxy-pac-url=${settings.url}`
      : `--proxy-server=${settings.host}:${settings.port}`;
  const others = before === null ? null : withoutOurs(before);
  return others === null ? `REG_SZ ${own}` : `${others} ${own}`;
}

/** A value without what only we write; null where nothing is left. */
export function withoutOurs(value: string): string | null {
  const others = textOf(value)
    .split(' ')
    .filter((word) => !isOurs(word));
  return others.every((word) => word === '') ? null : `${typeOf(value)} ${others.join(' ')}`;
}

/** What takes ours out of every value, and leaves the rest of it. */
export function disownAll(now: Values): readonly Change[] {
  return Object.entries(now).flatMap(([place, value]) => {
    const isValue = place.includes('\n') && value !== null;
    return isValue && textOf(value).split(' ').some(isOurs) ? [changeOf(place, withoutOurs(value))] : [];
  });
}

const isOurs = (word: string) => isOurPac(/^--proxy-pac-url=(.*)$/.exec(word)?.[1]);

/** Writes one value as the journal keeps it, or takes it away (null). Rejects with SettingsError. */
export async function writeValue(
  key: string,
  name: string,
  value: string | null,
  place: RegistryPlace,
  signal: AbortSignal,
): Promise<void> {
  if (value !== null && !value.startsWith('REG_'))
    throw new SettingsError('refused', `${name} is not recorded whole`);
  const args =
    value === null
      ? ['delete', key, '/v', name, '/f']
      : ['add', key, '/v', name, '/t', typeOf(value), '/d', textOf(value), '/f'];
  await callRegistry(args, place, signal);
}
