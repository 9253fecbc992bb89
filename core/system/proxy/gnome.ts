import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM_MS, type Run } from '../run.ts';
import {
  byHand,
  type Change,
  type ProxySettings,
  type SettingsDriver,
  SettingsError,
  type Values,
  WPAD,
} from '../settings/driver.ts';
import { isOurPac } from '../settings/ours.ts';

/** Desktops whose programs read GNOME's settings. KDE's own do not, but GTK programs on it do. */
const DESKTOPS = /(?:^|:)(?:GNOME|Unity|Cinnamon|X-Cinnamon|MATE|Budgie|Pantheon|COSMIC|KDE)(?:$|:|-)/i;
const SCHEMA = 'org.gnome.system.proxy';
const ROOT = '/system/proxy/';
const GROUP = 'gnome';
/** What the schema says of http's port where nothing is set. */
const DEFAULT_PORT = '8080';
/** `schema key` → its path in dconf. */
const PLACES: Readonly<Record<string, string>> = {
  [`${SCHEMA} autoconfig-url`]: '/system/proxy/autoconfig-url',
  [`${SCHEMA}.http host`]: '/system/proxy/http/host',
  [`${SCHEMA}.http port`]: '/system/proxy/http/port',
  [`${SCHEMA}.https host`]: '/system/proxy/https/host',
  [`${SCHEMA}.https port`]: '/system/proxy/https/port',
  [`${SCHEMA}.socks host`]: '/system/proxy/socks/host',
  [`${SCHEMA}.socks port`]: '/system/proxy/socks/port',
  [`${SCHEMA} ignore-hosts`]: '/system/proxy/ignore-hosts',
  [`${SCHEMA} mode`]: '/system/proxy/mode',
};
const MODE = `${SCHEMA} mode`;
const PAC = `${SCHEMA} autoconfig-url`;

export interface GnomeOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * GNOME's proxy settings by the `gsettings` program. `dconf`, where it is installed, tells a value that was never set from
 * one that equals the default. Without a session bus `gsettings` says yes and does nothing: reading back finds out.
 */
export function createGnomeDriver({ run, env }: GnomeOptions): SettingsDriver {
  const gsettings = async (args: readonly string[], signal: AbortSignal) => {
    const own = await withBus(env);
    if (own !== null) return run('gsettings', args, { signal, env: own });
    return run('dbus-run-session', ['--', 'gsettings', ...args], { signal, env }).catch((error: unknown) => {
      if (!(error instanceof SettingsError) || error.failure !== 'no-tool') throw error;
      return run('gsettings', args, { signal, env });
    });
  };
  const words = (place: string) => place.split(' ');

  async function read(signal: AbortSignal): Promise<Values> {
    // One program for all of them: the guardian has to be quick on slow computers too.
    const dump = await run('dconf', ['dump', ROOT], { signal, env }).catch((error: unknown) => {
      if (error instanceof SettingsError && error.failure === 'no-tool') return undefined;
      throw error;
    });
    if (dump !== undefined) {
      const stored = parseDump(dump);
      return Object.fromEntries(
        Object.entries(PLACES).map(([place, path]) => [place, stored.get(path) ?? null]),
      );
    }
    const values = await Promise.all(
      Object.keys(PLACES).map(
        async (place) => [place, (await gsettings(['get', ...words(place)], signal)).trim()] as const,
      ),
    );
    return Object.fromEntries(values);
  }

  return {
    id: 'gnome',
    outlivesMs: PROGRAM_MS,
    async isHere(signal) {
      if (!DESKTOPS.test(env.XDG_CURRENT_DESKTOP ?? '')) return false;
      return gsettings(['writable', SCHEMA, 'mode'], signal).then(
        (said) => said.trim() === 'true',
        () => false,
      );
    },
    read,
    plan: (settings) => planned(settings),
    async write(changes, signal) {
      for (const { place, value } of changes) {
        if (value === null) await gsettings(['reset', ...words(place)], signal);
        else await gsettings(['set', ...words(place), value], signal);
      }
    },
    previous(before) {
      const text = (place: string) => unquote(before[place]) || null;
      const mode = text(MODE);
      if (mode === 'auto') {
        const url = text(PAC);
        return url === null ? WPAD : { kind: 'pac', url };
      }
      if (mode !== 'manual') return { kind: 'none' };
      const server = (protocol: string) => {
        const host = text(`${SCHEMA}.${protocol} host`);
        const port = before[`${SCHEMA}.${protocol} port`];
        return host === null || Number(port) === 0 ? null : `${host}:${port ?? DEFAULT_PORT}`;
      };
      const proxies = [
        ['PROXY', server('https')],
        ['PROXY', server('http')],
        ['SOCKS', server('socks')],
      ] as const;
      return byHand(proxies, quoted(before[`${SCHEMA} ignore-hosts`]));
    },
    disown(now) {
      if (!isOurPac(unquote(now[PAC]))) return [];
      return [change(MODE, "'none'", 'switch'), change(PAC, null, 'value')];
    },
  };
}

/**
 * An environment in which programs find the session's bus; null where there is no session: a package is removed, somebody
 * is logged in from afar. Then a bus of its own serves as well, since dconf writes the same file.
 */
async function withBus(env: GnomeOptions['env']): Promise<GnomeOptions['env'] | null> {
  if (env.DBUS_SESSION_BUS_ADDRESS) return env;
  const socket = join(env.XDG_RUNTIME_DIR || `/run/user/${process.getuid?.() ?? 0}`, 'bus');
  return access(socket).then(
    () => ({ ...env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` }),
    () => null,
  );
}

/** What `dconf dump` prints: values by their paths, in groups by folder. */
function parseDump(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let folder = ROOT;
  for (const line of text.split('\n')) {
    const [, group] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, key, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
    if (group !== undefined) folder = group === '/' ? ROOT : `${ROOT}${group}/`;
    else if (key !== undefined && value !== undefined) values.set(`${folder}${key}`, value);
  }
  return values;
}

function planned(settings: ProxySettings): readonly Change[] {
  if (settings.kind === 'pac')
    return [change(PAC, quote(settings.url), 'value'), change(MODE, "'auto'", 'switch')];
  const { host, port } = settings;
  return [
    ...['http', 'https', 'socks'].flatMap((protocol) => [
      change(`${SCHEMA}.${protocol} host`, quote(host), 'value'),
      change(`${SCHEMA}.${protocol} port`, String(port), 'value'),
    ]),
    change(MODE, "'manual'", 'switch'),
  ];
}

function change(place: string, value: string | null, role: Change['role']): Change {
  return { place, value, role, group: GROUP };
}

/** GVariant's text form of a string that holds neither quotes nor backslashes: our own URLs and addresses. */
function quote(text: string): string {
  return `'${text}'`;
}

/** The strings of GVariant's text form of a list. */
function quoted(text: string | null | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/'([^']*)'/g)].map(([, item = '']) => item);
}

function unquote(text: string | null | undefined): string | null {
  return text?.replace(/^'(.*)'$/, '$1') ?? null;
}
