import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../model/address.ts';
import type { PacketDialer, StreamDialer } from '../model/dialer.ts';
import type { RequestProxy } from '../model/network-proxy.ts';
import type { PinBoard, RouteTable } from '../model/route.ts';
import type { Clock, Random } from '../model/time.ts';
import { DONE } from '../net/abort.ts';
import { createAssociations } from './associations.ts';
import { serveClient, serveGiven } from './connection.ts';
import { createDial } from './dials.ts';
import { type CarryGuest, carryGuest, inTurns } from './guest.ts';
import { createHttpForwarder } from './http-forward.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { listenOnLoopback } from './listen.ts';
import { type Otherwise, renderPac } from './pac.ts';
import { pacPath } from './pac-request.ts';
import { createPins } from './pins.ts';
import type { TrafficListener } from './use-watch.ts';

export interface LocalProxyOptions {
  readonly table: RouteTable;
  /** Carries what is no messenger's. */
  readonly direct: StreamDialer;
  /** Carries datagrams that are no messenger's. */
  readonly directPackets: PacketDialer;
  /** The network's own proxy that takes a whole request of what is no messenger's, where there is one. */
  readonly requestProxy?: (target: HostPort, signal: AbortSignal) => Promise<RequestProxy | null>;
  /** The names that the PAC sends to us: exact, or `*.suffix`. Asked for each reading of the PAC. */
  readonly pacNames: () => readonly string[];
  /** Where the PAC sends all other names; straight out, when absent. Asked for each reading. */
  readonly pacOtherwise?: () => Otherwise;
  readonly clock: Clock;
  readonly random: Random;
  /** Tried first, so that what apps were told stays true; where it is busy, absent or 0, a random one is taken. */
  readonly port?: number;
  readonly limits?: Partial<Limits>;
  /** Told of what apps send and receive over routes. */
  readonly traffic?: TrafficListener;
  /** Takes one line of plain words about the proxy itself; never an address, a name or a secret. */
  readonly log?: (line: string) => void;
}

export interface LocalProxy {
  readonly port: number;
  /** The loopback addresses it answers on. */
  readonly addresses: readonly string[];
  readonly pins: PinBoard;
  /** Without the changing query that clients need to read it anew. */
  readonly pacUrl: string;
  /** Carries a client that came in elsewhere to a target, as if it had asked for it here. */
  carry(client: Duplex, target: HostPort): void;
  /** Client connections open now. */
  connections(): number;
  /** Carries a connection of another device that was let in elsewhere. */
  readonly carryGuest: CarryGuest;
  /** Stops listening and ends every connection and dial at once. */
  close(): Promise<void>;
}

/** Opens the door for apps: one loopback port for SOCKS5, SOCKS4a, HTTP and the PAC. Rejects where none can be had. */
export async function createLocalProxy(options: LocalProxyOptions): Promise<LocalProxy> {
  const { table, direct, pacNames, clock, random, log = () => undefined } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const clients = new Set<Duplex>();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);

  const port = (): number => listening.port;
  const path = pacPath(random.bytes(16));
  const pins = createPins(() => ({ host: '127.0.0.1', port: port() }), random);
  const house = {
    table,
    direct,
    clock,
    limits,
    closing: closing.signal,
    dial: createDial(clock, limits, port),
    requestProxy: options.requestProxy ?? (async () => null),
    ...(options.traffic && { traffic: options.traffic }),
  };
  const guestHouse = { ...house, dial: inTurns(house.dial) };
  const door = {
    ...house,
    pins,
    port,
    pacPath: path,
    pac: () => renderPac(pacNames(), port(), options.pacOtherwise?.()),
    forwardHttp: createHttpForwarder(house),
    associate: createAssociations({ table, direct: options.directPackets, clock, limits, ownPort: port }),
  };

  const take = (client: Duplex, serve: (left: AbortSignal) => Promise<void>): void => {
    client.on('error', () => undefined);
    if (clients.size >= limits.connections) {
      client.destroy();
      log(`More than ${limits.connections} connections at once: one was turned away.`);
      return;
    }
    clients.add(client);
    const left = new AbortController();
    client.once('close', () => {
      clients.delete(client);
      left.abort(DONE);
    });
    serve(left.signal).catch(() => client.destroy());
  };

  const listening = await listenOnLoopback(options.port, (client) =>
    take(client, (left) => serveClient(door, client, left)),
  );
  if (options.port && port() !== options.port) {
    log(`Port ${options.port} was taken; listening on ${port()} instead.`);
  }
  if (!listening.addresses.includes('::1')) log('This computer has no ::1; listening on 127.0.0.1 only.');

  return {
    port: port(),
    addresses: listening.addresses,
    pins,
    pacUrl: `http://127.0.0.1:${port()}${path}`,
    carry: (client, target) => take(client, (left) => serveGiven(door, client, target, left)),
    connections: () => clients.size,
    carryGuest: (client, request) => carryGuest(guestHouse, client, request),
    async close() {
      const closed = listening.close();
      closing.abort();
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}
