import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Identity } from './authority.ts';
import { type Daemon, scratchFolder, startDaemon } from './daemon.ts';

/** Milliseconds. */
const LOOK_MS = 10;

type Settings = Readonly<Record<string, unknown>>;

export interface SingBoxInbound {
  /** As sing-box' documentation has it, but for where it listens and its TLS. */
  readonly inbound: Settings;
  /** Certificate and key of its TLS. */
  readonly identity?: Identity;
  /** What stands in its TLS besides. */
  readonly tls?: Settings;
}

/** sing-box as a server with one inbound that goes straight out. Rejects as `startDaemon` does. */
export function startSingBox({ inbound, identity, tls }: SingBoxInbound): Promise<Daemon> {
  const isByDatagrams = ['hysteria2', 'tuic'].includes(String(inbound.type));
  return start((folder, port) => ({
    inbounds: [
      {
        ...{ listen: '127.0.0.1', listen_port: port, ...inbound },
        tls: {
          ...{ enabled: true, ...tls },
          ...(identity && {
            certificate_path: folder.write('cert.pem', identity.cert),
            key_path: folder.write('key.pem', identity.key),
          }),
        },
      },
      ...(isByDatagrams ? [sign(port)] : []),
    ],
  }));
}

/**
 * sing-box as the one end of a WireGuard tunnel, whose traffic goes straight out; it alone knows the names of `hosts`, and answers
 * whoever asks for them inside. Rejects as `startDaemon` does.
 */
export async function startSingBoxWireguard(
  endpoint: Settings,
  hosts: Readonly<Record<string, string>>,
): Promise<Daemon> {
  const port = await freeDatagramPort();
  const daemon = await start((_, knock) => ({
    endpoints: [{ type: 'wireguard', tag: 'tunnel', listen_port: port, ...endpoint }],
    inbounds: [sign(knock)],
    dns: { servers: [{ type: 'hosts', tag: 'hosts', predefined: hosts }] },
    route: { final: 'out', rules: [{ inbound: 'tunnel', port: 53, action: 'hijack-dns' }] },
  }));
  // The tunnel begins after the sign; a first word that is lost costs a client five seconds.
  while (!(await isHeard(port))) await setTimeout(LOOK_MS);
  return { ...daemon, port };
}

/** What is reached by datagrams alone shows by a listener of its own that it has begun. */
const sign = (port: number) => ({ type: 'socks', tag: 'sign', listen: '127.0.0.1', listen_port: port });

function start(parts: (folder: ReturnType<typeof scratchFolder>, port: number) => object): Promise<Daemon> {
  const folder = scratchFolder();
  return startDaemon('sing-box', (port) => {
    const config = {
      log: { disabled: true },
      ...{ outbounds: [{ type: 'direct', tag: 'out' }], route: { final: 'out' } },
      ...parts(folder, port),
    };
    return ['run', '-c', folder.write('config.json', JSON.stringify(config))];
  });
}

/** Whether datagrams to a port on loopback are not refused: the kernel tells with the next one. */
async function isHeard(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  let isRefused = false;
  socket.on('error', () => {
    isRefused = true;
  });
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (let word = 0; word < 2; word += 1)
    await new Promise<void>((resolve) => {
      socket.send('?', (error) => {
        isRefused ||= error !== null;
        resolve();
      });
    });
  await setImmediate();
  socket.close();
  return !isRefused;
}

/** WireGuard listens on every address, where `refusedPort` holds its locks: the kernel names a port that nobody has. */
async function freeDatagramPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
