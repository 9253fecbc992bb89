import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { HostPort } from '../model/address.ts';

/** Below what any system gives out by itself (Linux from 32768, others from 49152), above what services are known by. */
const FIRST = 16_384;
const COUNT = 16_384;
const TRIES = 64;
/** Of loopback, and nobody's: a port held here is ours everywhere on loopback. Linux alone has it. */
const LOCKS = '127.99.0.1';

/**
 * A port on loopback that nobody listens on, and that nobody else is given while this process lives: no other test, in whatever
 * process it runs, and no program that asks the system for any port. Connections are refused until the caller listens there.
 */
export async function refusedPort(): Promise<HostPort> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if ((await lock(port)) && (await isFree(port, '127.0.0.1')) && (await isFree(port, '::1')))
      return { host: '127.0.0.1', port };
  }
  throw new Error(`no port is free from ${FIRST} on`);
}

/** Takes the port's lock, which ends with this process; false where another process has it. */
async function lock(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  try {
    const bound = once(socket, 'listening');
    socket.bind({ port, address: LOCKS, exclusive: true });
    await bound;
    return true;
  } catch (error) {
    socket.close();
    return codeOf(error) === 'EADDRNOTAVAIL';
  }
}

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  try {
    const listening = once(server, 'listening');
    server.listen({ port, host, exclusive: true, ipv6Only: true });
    await listening;
    server.close();
    await once(server, 'close');
    return true;
  } catch (error) {
    return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(codeOf(error));
  }
}

function codeOf(error: unknown): string {
  return String(Reflect.get(Object(error), 'code'));
}
