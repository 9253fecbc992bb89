import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Reads a file of /proc; null where there is none. */
export type ReadProc = (path: string) => Promise<string | null>;

/**
 * The user id at the other end of a connection over loopback, as Linux lists it (proc(5), /proc/net/tcp); null where the
 * system does not tell.
 */
export async function peerUser(
  { peerPort, ownPort }: { readonly peerPort: number; readonly ownPort: number },
  read: ReadProc,
): Promise<number | null> {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  // Local and remote address, three columns that do not matter here, user id.
  const line = new RegExp(
    `^ *\\d+: [0-9A-F]+:${hex(peerPort)} [0-9A-F]+:${hex(ownPort)} 01 \\S+ \\S+ \\S+ +(\\d+) `,
    'm',
  );
  // A browser may speak IPv4 over a socket of IPv6.
  for (const path of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const [, user] = line.exec((await read(path)) ?? '') ?? [];
    if (user !== undefined) return Number(user);
  }
  return null;
}

/**
 * Whether a connection comes from this person's own programs: another user of this computer may have read the link among
 * the arguments of the program that opened the page. Root may do everything anyway; whoever became root by sudo is asked
 * for as well.
 */
export function createUserCheck(
  own: { readonly user: number | null; readonly sudoUser: number | null },
  read: ReadProc = readProc,
): (socket: Socket) => Promise<boolean> {
  return async ({ remotePort, localPort }) => {
    if (own.user === null || remotePort === undefined || localPort === undefined) return true;
    const user = await peerUser({ peerPort: remotePort, ownPort: localPort }, read);
    return user === null || user === 0 || user === own.user || (own.user === 0 && user === own.sudoUser);
  };
}

const readProc: ReadProc = (path) => readFile(path, 'utf8').catch(() => null);
