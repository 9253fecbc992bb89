import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Place } from './places.ts';

/** One port on every place, or none at all. */
export interface Door {
  readonly port: number;
  /** The places it is open at. */
  readonly places: readonly Place[];
  close(): Promise<void>;
}

/**
 * Listens on the same port of every place: the first of `ports` that is free on all of them and that the system lets us
 * have; 0 stands for any. A place whose address is not there (yet) is passed over. Null where none is. What comes is given to
 * `accept` unread.
 */
export async function listenAt(
  places: readonly Place[],
  ports: readonly number[],
  accept: (client: Socket, place: Place) => void,
): Promise<Door | null> {
  for (const port of ports) {
    const door = await listenOn(places, port, accept);
    if (door !== null) return door;
  }
  return null;
}

async function listenOn(
  places: readonly Place[],
  asked: number,
  accept: (client: Socket, place: Place) => void,
): Promise<Door | null> {
  const open: Awaited<ReturnType<typeof listen>>[] = [];
  const close = async () => void (await Promise.all(open.map((one) => one.close())));
  const there: Place[] = [];
  let port = asked;
  for (const place of places) {
    try {
      const one = await listen(place, port, accept);
      open.push(one);
      there.push(place);
      port = one.port;
    } catch (error) {
      if (isMissing(error)) continue;
      await close();
      return null;
    }
  }
  return open.length === 0 ? null : { port, places: there, close };
}

async function listen(place: Place, port: number, accept: (client: Socket, place: Place) => void) {
  const server = createServer(
    { allowHalfOpen: true, noDelay: true, keepAlive: true, pauseOnConnect: true },
    (client) => accept(client, place),
  );
  server.listen({ port, host: place.address, exclusive: true, ipv6Only: true });
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** An address of IPv6 is not to be had while the card still asks whether it is somebody else's. */
function isMissing(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'code');
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
}
