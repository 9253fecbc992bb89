import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { HostPort } from '../model/address.ts';
import type { StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Decision, RouteTable } from '../model/route.ts';
import type { Transport, TransportKind } from '../model/transport.ts';
import { udpDialer } from '../net/packet.ts';
import { systemClock } from '../net/system-clock.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { buildHello, inRecords } from '../testing/hellos.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { hear } from '../testing/streams.ts';
import { createLocalProxy, type LocalProxy, type LocalProxyOptions } from './local-proxy.ts';

/** Route table for tests: decides as told, and keeps what it is told in plain words. */
export interface TestTable extends RouteTable {
  readonly told: string[];
}

/** Unless told otherwise everything goes direct and no address is forged. */
export function createTestTable(
  decide: (target: HostPort) => Decision = () => ({ kind: 'direct' }),
  forged: readonly string[] = [],
): TestTable {
  const told: string[] = [];
  return {
    told,
    decide,
    decideDatagram: decide,
    isForged: (address) => forged.includes(address),
    failed: (_key, { id }, { failure }) => void told.push(`${id} failed: ${failure}`),
    carried: (_key, { id }) => void told.push(`${id} carried`),
    froze: (_key, { id }, bytes) => void told.push(`${id} froze after ${bytes}`),
  };
}

/** A name that tests' routes are for, a whole hello to it, and the head of a server's answer. */
export const NAME = 'web.whatsapp.com';
export const HELLO = inRecords(buildHello({ serverName: NAME }));
export const SERVER_HELLO = Buffer.of(22, 3, 3, 0, 90, 2, 0, 0, 86);

const KEY = { messenger: 'whatsapp', purpose: 'web' } as const;

/** A decision for a route over these transports. */
export function route(
  rungs: readonly Transport[],
  replayable: 'tls' | 'noise' | 'obfuscated2' = 'tls',
): Decision {
  return { kind: 'route', key: KEY, rungs, replayable };
}

/** Dials one server, whatever the target's name or address; keeps which targets it was asked for. */
export function dialerTo(server: HostPort): StreamDialer & { readonly targets: HostPort[] } {
  const loopback = createLoopbackDialer();
  const targets: HostPort[] = [];
  return {
    targets,
    dial: (target, options) => {
      targets.push(target);
      return loopback.dial(server, options);
    },
  };
}

/** A dialer that always fails in the same way. */
export function failingDialer(failure: NetError['failure']): StreamDialer {
  return { dial: () => Promise.reject(new NetError('connect', failure)) };
}

/** A transport of a test, which people are shown by its id; a strategy unless told otherwise. */
export function transport(id: string, dialer: StreamDialer, kind: TransportKind = 'strategy'): Transport {
  return { id, kind, label: id, dialer };
}

/** A local proxy whose own dialer reaches loopback only. */
export function openProxy(options: Partial<LocalProxyOptions> = {}): Promise<LocalProxy> {
  return createLocalProxy({
    table: createTestTable(),
    direct: createLoopbackDialer(),
    directPackets: udpDialer,
    pacNames: () => ['web.whatsapp.com', '*.whatsapp.net'],
    clock: systemClock,
    random: createSeededRandom(),
    ...options,
  });
}

/** The same, closed after the test. */
export function proxyWith(options: Partial<LocalProxyOptions> = {}): Promise<LocalProxy> {
  return closedAfterTest(openProxy(options));
}

/** One that decides the same about every target, and what its table is told. */
export async function proxyFor(
  decision: Decision,
  options: Partial<LocalProxyOptions> = {},
): Promise<{ proxy: LocalProxy; told: readonly string[] }> {
  const table = createTestTable(() => decision);
  return { proxy: await proxyWith({ table, ...options }), told: table.told };
}

/** A connection to the proxy that speaks by hand. */
export async function connectTo({ port }: { readonly port: number }, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true, noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Asks for a tunnel by HTTP CONNECT; the status line's code. */
export async function askTunnel(socket: Socket, target: string): Promise<string> {
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  let head = '';
  while (!head.endsWith('\r\n\r\n')) {
    const byte = await hear(socket, 1);
    if (byte === '') break;
    head += byte;
  }
  return head.slice(9, 12);
}

/** Opens a tunnel through the proxy. */
export async function openTunnel(proxy: LocalProxy, target: string): Promise<Socket> {
  const socket = await connectTo(proxy);
  const status = await askTunnel(socket, target);
  if (status !== '200') throw new Error(`no tunnel: ${status || 'closed'}`);
  return socket;
}

/** Everything until the end of a stream, or `reset`. */
export async function hearAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(socket, 'end').then(() => Buffer.concat(chunks).toString('latin1'));
  const reset = once(socket, 'close').then(() => 'reset');
  return Promise.race([ended, reset]).catch(() => 'reset');
}

/** Waits until a socket is closed, however that comes about. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}

/** A server until the end of the test that keeps the first flights it sees; `answer` is what it does about each. */
export async function startFlightServer(
  answer: (socket: Socket, flight: Buffer) => void,
): Promise<TestServer & { readonly flights: readonly Buffer[] }> {
  const flights: Buffer[] = [];
  const started = await closedAfterTest(
    startServer((socket) =>
      socket.once('data', (flight: Buffer) => {
        flights.push(flight);
        answer(socket, flight);
      }),
    ),
  );
  return { ...started, flights };
}

/** Resets whoever sends it something. */
export const startResetting = () => startFlightServer((socket) => socket.resetAndDestroy());

/** Never says a word. */
export const startSilent = () => startFlightServer(() => undefined);
