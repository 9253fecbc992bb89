import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createDeferred } from '../../testing/deferred.ts';
import { turns } from '../../testing/event-loop.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { startServer } from '../../testing/servers.ts';
import { connectTo } from '../harness.ts';
import { type RelayEnd, type RelayOptions, relay } from '../relay.ts';

export const MIB = 1024 * 1024;

interface Relayed {
  /** The app, and the server it reaches. */
  readonly app: Socket;
  readonly origin: Socket;
  /** The relay's own two sockets, as it was given them. */
  readonly inner: readonly Socket[];
  readonly end: Promise<RelayEnd>;
}

/** Two sockets that are connected to each other; they are closed after the test. */
export async function pair(): Promise<[Socket, Socket]> {
  const accepted = createDeferred<Socket>();
  const server = await startServer(accepted.resolve);
  onTestFinished(server.close);
  const far = await connectTo(server);
  const near = await accepted.promise;
  for (const socket of [far, near]) onTestFinished(() => void socket.destroy());
  return [far, near];
}

/** A relay between an app and the server it reaches. */
export async function startRelay(options: Partial<RelayOptions> = {}): Promise<Relayed> {
  const [app, client] = await pair();
  const [server, origin] = await pair();
  const end = relay({
    client,
    server,
    limits: { idle: 60_000, halfOpen: 10_000 },
    clock: createFakeClock(),
    closing: new AbortController().signal,
    ...options,
  });
  return { app, origin, inner: [client, server], end };
}

/** Writes random pieces of a random stream, waiting where asked to; the hash of what was written. */
export async function pour(to: Socket, bytes: number, seed: number): Promise<string> {
  const random = createSeededRandom(seed);
  const noise = randomBytes(MIB);
  const hash = createHash('sha256');
  for (let left = bytes; left > 0; ) {
    const size = Math.min(left, 1 + Math.floor(random.uniform() ** 4 * MIB));
    const start = Math.floor(random.uniform() * (MIB - size));
    const piece = noise.subarray(start, start + size);
    hash.update(piece);
    left -= size;
    if (!to.write(piece)) await once(to, 'drain');
  }
  to.end();
  return hash.digest('hex');
}

/** Waits until nothing passes any more in many turns of the event loop in a row. */
export async function standstill(passed: () => number): Promise<void> {
  for (let still = 0, last = -1; still < 200; ) {
    await turns(1);
    still = passed() === last ? still + 1 : 0;
    last = passed();
  }
}

/** The hash of all that comes. */
export async function hashOf(from: Socket): Promise<string> {
  const hash = createHash('sha256');
  from.on('data', (chunk: Buffer) => hash.update(chunk));
  await once(from, 'end');
  return hash.digest('hex');
}
