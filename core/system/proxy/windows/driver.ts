import { PROGRAM_MS } from '../../run.ts';
import {
  byHand,
  type Change,
  type ProxySettings,
  type SettingsDriver,
  SettingsError,
  type Values,
  WPAD,
} from '../../settings/driver.ts';
import { isOurPac } from '../../settings/ours.ts';
import { type ConnectionOptions, LAN, type WinInet } from './wininet.ts';

const STRAIGHT = 1;
const PROXY = 2;
const PAC = 4;
const AUTO_DETECT = 8;
const LOCAL = '<local>';
const SETTINGS = ['server', 'bypass', 'pac', 'flags'] as const;
type Setting = (typeof SETTINGS)[number];

/** A place is a connection's name and one of its settings. */
const placeOf = (connection: string, setting: Setting) => `${connection}\n${setting}`;

/**
 * Windows' proxy settings of the LAN and of every dial-up or VPN entry. PAC and auto-detect win over a proxy by hand there,
 * so the flags say which counts, and are written last.
 */
export function createWindowsDriver(wininet: WinInet): SettingsDriver {
  const read = async (signal: AbortSignal) => asValues(await wininet.read(signal));
  return {
    id: 'windows',
    outlivesMs: PROGRAM_MS,
    isHere: (signal) =>
      wininet.read(signal).then(
        (connections) => connections.has(LAN),
        () => false,
      ),
    read,
    plan: (settings, before) => connectionsIn(before).flatMap((connection) => planned(connection, settings)),
    async write(changes, signal) {
      const now = await wininet.read(signal);
      const next = new Map<string, ConnectionOptions>();
      for (const { place, value } of changes) {
        const [connection = '', setting = ''] = place.split('\n');
        const options = next.get(connection) ?? now.get(connection);
        if (options === undefined) throw new SettingsError('refused', 'a connection is gone');
        next.set(connection, withSetting(options, setting, value));
      }
      await wininet.write(next, signal);
    },
    previous(before) {
      const get = (setting: Setting) => before[placeOf(LAN, setting)] ?? null;
      const flags = Number(get('flags') ?? STRAIGHT);
      const url = get('pac');
      if ((flags & AUTO_DETECT) !== 0) return WPAD;
      if ((flags & PAC) !== 0 && url !== null) return { kind: 'pac', url };
      if ((flags & PROXY) === 0) return { kind: 'none' };
      return byHand(proxiesOf(get('server') ?? ''), (get('bypass') ?? '').split(/[\s;]+/).filter(Boolean));
    },
    disown: (now) =>
      connectionsIn(now)
        .filter((connection) => isOurPac(now[placeOf(connection, 'pac')]))
        .flatMap((connection) => [
          { place: placeOf(connection, 'flags'), value: String(STRAIGHT), group: connection, role: 'switch' },
          { place: placeOf(connection, 'pac'), value: null, group: connection, role: 'value' },
        ]),
  };
}

function planned(connection: string, settings: ProxySettings): readonly Change[] {
  const to = (setting: Setting, value: string | null, role: Change['role'] = 'value'): Change => ({
    place: placeOf(connection, setting),
    value,
    group: connection,
    role,
  });
  if (settings.kind === 'pac')
    return [to('pac', settings.url), to('flags', String(STRAIGHT + PAC), 'switch')];
  return [
    to('server', `${settings.host}:${settings.port}`),
    to('bypass', LOCAL),
    to('flags', String(STRAIGHT + PROXY), 'switch'),
  ];
}

/** `host:port` for everything, or `http=…;https=…;socks=…`. */
function proxiesOf(server: string): (readonly [kind: 'PROXY' | 'SOCKS', hostPort: string | null])[] {
  if (!server.includes('=')) return [['PROXY', server || null]];
  const parts = new Map(server.split(';').map((part) => splitAt(part)));
  return [
    ['PROXY', parts.get('https') ?? null],
    ['PROXY', parts.get('http') ?? null],
    ['SOCKS', parts.get('socks') ?? null],
  ];
}

function splitAt(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
}

function withSetting(options: ConnectionOptions, setting: string, value: string | null): ConnectionOptions {
  if (setting === 'flags') return { ...options, flags: Number(value ?? STRAIGHT) };
  return { ...options, [setting]: value };
}

function asValues(connections: ReadonlyMap<string, ConnectionOptions>): Values {
  return Object.fromEntries(
    [...connections].flatMap(([connection, { flags, server, bypass, pac }]) => [
      [placeOf(connection, 'server'), server],
      [placeOf(connection, 'bypass'), bypass],
      [placeOf(connection, 'pac'), pac],
      [placeOf(connection, 'flags'), String(flags)],
    ]),
  );
}

function connectionsIn(values: Values): readonly string[] {
  return [...new Set(Object.keys(values).map((place) => place.split('\n')[0] ?? ''))];
}
