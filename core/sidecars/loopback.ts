import { readdir, readFile, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

const LISTENING = '0A';
/** Milliseconds that a connection to this computer itself may take. */
const KNOCK_MS = 500;

/**
 * Whether nothing but this computer can reach what a process listens on. Linux is asked for every listener of the process;
 * elsewhere `port` is tried at this computer's other addresses, where it must be refused. Never rejects.
 */
export async function listensOnLoopbackOnly(pid: number, port: number): Promise<boolean> {
  const addresses = process.platform === 'linux' ? await listenersOf(pid) : null;
  if (addresses !== null) return addresses.length > 0 && addresses.every(isLoopbackHex);
  const others = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap(({ internal, address }) => (internal ? [] : [address])),
  );
  const answers = await Promise.all(others.map((host) => knock(host, port)));
  return !answers.includes(true);
}

/** Local addresses of its listening sockets as /proc/net writes them; null where /proc does not tell. */
async function listenersOf(pid: number): Promise<readonly string[] | null> {
  try {
    const folder = `/proc/${pid}/fd`;
    const links = await Promise.all(
      (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')),
    );
    const own = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
    const tables = await Promise.all(
      ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
    );
    return tables.flatMap((table) => {
      const rows = table.split('\n').slice(1);
      return rows.flatMap((row) => {
        const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
        return state === LISTENING && own.has(inode) ? [local] : [];
      });
    });
  } catch {
    return null;
  }
}

/** 127.0.0.0/8, alone or as ::ffff:127.0.0.0/104; each word of four bytes in the order of x86 and ARM. */
const V4 = /^(?:0000000000000000FFFF0000)?[0-9A-F]{6}7F$/;
const V6 = '00000000000000000000000001000000';

function isLoopbackHex(local: string): boolean {
  const [address = ''] = local.split(':');
  return V4.test(address) || address === V6;
}

function knock(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: KNOCK_MS });
    const end = (hasAnswered: boolean) => {
      socket.destroy();
      resolve(hasAnswered);
    };
    socket
      .once('connect', () => end(true))
      .once('timeout', () => end(false))
      .once('error', () => end(false));
  });
}
