import { join } from 'node:path';

export interface TorrcOptions {
  /** Where Tor keeps what it knows of its network. */
  readonly folder: string;
  /** Lines as `parseBridgeLine` accepts them. */
  readonly bridges: readonly string[];
  /** The program for each kind of bridge. */
  readonly helpers: ReadonlyMap<string, string>;
  /** Whoever ends takes Tor along. */
  readonly owner: number;
  /** Added at the end, for tests. */
  readonly more?: readonly string[];
}

/** Where Tor writes what a controller must show it. */
export const cookieFile = (folder: string): string => join(folder, 'control_auth_cookie');

/** Tor's configuration: a client alone, its doors on loopback with ports of the system's choice, streams apart by their user names. */
export function torrc({ folder, bridges, helpers, owner, more = [] }: TorrcOptions): string {
  const byProgram = new Map<string, string[]>();
  for (const [transport, path] of helpers) byProgram.set(path, [...(byProgram.get(path) ?? []), transport]);
  const lines = [
    `DataDirectory ${quoted(folder)}`,
    'SocksPort 127.0.0.1:auto IsolateSOCKSAuth',
    'ControlPort 127.0.0.1:auto',
    'CookieAuthentication 1',
    `CookieAuthFile ${quoted(cookieFile(folder))}`,
    `__OwningControllerProcess ${owner}`,
    'Log notice stdout',
    'ClientOnly 1',
    'AvoidDiskWrites 1',
    ...(bridges.length > 0 ? ['UseBridges 1'] : []),
    ...[...byProgram].map(([path, names]) => `ClientTransportPlugin ${names.join(',')} exec ${path}`),
    ...bridges.map((line) => `Bridge ${line}`),
    ...more,
  ];
  return `${lines.join('\n')}\n`;
}

/** As Tor reads strings: backslashes of Windows and quotes are written twice over. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
