import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { TunnelStream } from '../net/proxy/tunnel-stream.ts';
import { createDeferred } from '../testing/deferred.ts';
import { turns } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { startServer, type TestServer } from '../testing/servers.ts';
import { hear, plainDuplex } from '../testing/streams.ts';
import { canAdopt } from './adopt.ts';
import { closed, connectTo, hearAll } from './harness.ts';
import { type RelayEnd, type RelayOptions, relay } from './relay.ts';

const MIB = 1024 * 1024;
const servers: TestServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Relayed {
  /** The app, and the server it reaches. */
  readonly app: Socket;
  readonly origin: Socket;
  /** The relay's own two sockets, as it was given them. */
  readonly inner: readonly Socket[];
  readonly end: Promise<RelayEnd>;
}

async function pair(): Promise<[Socket, Socket]> {
  const accepted = createDeferred<Socket>();
  const server = await startServer(accepted.resolve);
  servers.push(server);
  const far = await connectTo(server);
  const near = await accepted.promise;
  sockets.push(far, near);
  return [far, near];
}

async function startRelay(options: Partial<RelayOptions> = {}): Promise<Relayed> {
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
async function pour(to: Socket, bytes: number, seed: number): Promise<string> {
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
async function standstill(passed: () => number): Promise<void> {
  for (let still = 0, last = -1; still < 200; ) {
    await turns(1);
    still = passed() === last ? still + 1 : 0;
    last = passed();
  }
}

async function hashOf(from: Socket): Promise<string> {
  const hash = createHash('sha256');
  from.on('data', (chunk: Buffer) => hash.update(chunk));
  await once(from, 'end');
  return hash.digest('hex');
}

test('an accepted and a dialled socket of this Node can be adopted', async () => {
  const [dialled, accepted] = await pair();
  expect([canAdopt(dialled), canAdopt(accepted)]).toEqual([true, true]);
  dialled.end();
  expect(canAdopt(dialled)).toBe(false);
});

test('a socket that has come to its end, or is closed, is not adopted', async () => {
  const [dialled, accepted] = await pair();
  accepted.on('readable', () => accepted.read());
  const ended = once(accepted, 'end');
  dialled.end();
  await ended;
  expect(canAdopt(accepted)).toBe(false);
  accepted.destroy();
  expect(canAdopt(accepted)).toBe(false);
});

describe.each([
  ['with reused buffers', false],
  ['through streams', true],
] as const)('relaying %s', (_name, keepStreams) => {
  const start = (options: Partial<RelayOptions> = {}) => startRelay({ keepStreams, ...options });

  test('takes the way it says', async () => {
    const buffers = new Set<ArrayBufferLike>();
    const { app, origin, inner } = await start({ watch: { up: ({ buffer }) => buffers.add(buffer) } });
    for (const word of ['hello', 'again']) {
      app.write(word);
      expect(await hear(origin, 5)).toBe(word);
    }
    expect(buffers.size).toBe(keepStreams ? 2 : 1);
    // What is adopted cannot be adopted again.
    expect(inner.map(canAdopt)).toEqual([keepStreams, keepStreams]);
  });

  test('passes 64 MiB each way at once, in random pieces, unchanged', async () => {
    const { app, origin, end } = await start();
    const [sentUp, sentDown, gotUp, gotDown] = await Promise.all([
      pour(app, 64 * MIB, 1),
      pour(origin, 64 * MIB, 2),
      hashOf(origin),
      hashOf(app),
    ]);
    expect([gotUp, gotDown]).toEqual([sentUp, sentDown]);
    expect(await end).toMatchObject({ up: 64 * MIB, down: 64 * MIB, error: null });
  });

  test('begins with what was read already, and shows everything to the watch', async () => {
    const seen: { readonly up: number[]; readonly down: number[] } = { up: [], down: [] };
    const watch = {
      up: (chunk: Uint8Array) => seen.up.push(...chunk),
      down: (chunk: Uint8Array) => seen.down.push(...chunk),
    };
    const { app, origin, end } = await start({
      toServer: Buffer.from('first '),
      toClient: Buffer.from('already '),
      watch,
    });
    app.end('second');
    origin.end('there');
    expect(await Promise.all([hearAll(origin), hearAll(app)])).toEqual(['first second', 'already there']);
    expect(await end).toMatchObject({ up: 12, down: 13 });
    expect(seen).toEqual({ up: [...Buffer.from('first second')], down: [...Buffer.from('already there')] });
  });

  test("passes on the client's end and then still the server's answer (D10)", async () => {
    const { app, origin, end } = await start();
    app.end('question');
    expect(await hearAll(origin)).toBe('question');
    origin.end('answer');
    expect(await hearAll(app)).toBe('answer');
    expect((await end).firstToEnd).toBe('client');
  });

  test("passes on the server's end and then still the client's words (D10)", async () => {
    const { app, origin, end } = await start();
    origin.end('banner');
    expect(await hearAll(app)).toBe('banner');
    app.end('more');
    expect(await hearAll(origin)).toBe('more');
    expect((await end).firstToEnd).toBe('server');
  });

  test('passes on a reset from either side', async () => {
    const first = await start();
    const appClosed = closed(first.app);
    first.app.resume();
    first.origin.resetAndDestroy();
    await appClosed;
    expect(first.app.errored).toMatchObject({ code: 'ECONNRESET' });
    expect((await first.end).error).toMatchObject({ failure: 'connection_reset' });

    const second = await start();
    const originClosed = closed(second.origin);
    second.origin.resume();
    second.app.resetAndDestroy();
    await originClosed;
    expect(second.origin.errored).toMatchObject({ code: 'ECONNRESET' });
    expect((await second.end).error).toBeNull();
  });

  test('does not lose what a client wrote just before it closed, to a server that has ended already', async () => {
    const { app, origin, end } = await start();
    origin.end();
    await hearAll(app);
    const piece = randomBytes(MIB);
    app.write(piece);
    app.end();
    await closed(app);
    expect(await hashOf(origin)).toBe(createHash('sha256').update(piece).digest('hex'));
    expect(await end).toMatchObject({ up: MIB });
  });

  test('stops reading behind a client that does not read: memory stays where it is (D10)', async () => {
    let passed = 0;
    const watch = {
      down(chunk: Uint8Array) {
        passed += chunk.length;
      },
    };
    const { app, origin, end } = await start({ watch });
    app.pause();
    const before = process.memoryUsage();
    const piece = Buffer.alloc(MIB);
    const flood = (): void => {
      while (passed < 256 * MIB && origin.write(piece)) {}
    };
    origin.on('drain', flood);
    flood();
    await standstill(() => passed);
    const after = process.memoryUsage();
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(64 * MIB);
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(
      16 * MIB,
    );
    app.destroy();
    await end;
  });

  test('ends what has been silent for the idle time, not what has spoken in it', async () => {
    const clock = createFakeClock();
    const { app, origin, end } = await start({ clock, limits: { idle: 1_000, halfOpen: 100 } });
    app.resume();
    await clock.advance(900);
    origin.write('x');
    await hear(app, 1);
    await clock.advance(1_000);
    expect(app.closed).toBe(false);
    const gone = closed(app);
    await clock.advance(1_000);
    await gone;
    await end;
    expect(clock.sleepers()).toBe(0);
  });

  test('ends sooner what is silent after one side has ended', async () => {
    const clock = createFakeClock();
    const { app, origin, end } = await start({ clock, limits: { idle: 1_000, halfOpen: 100 } });
    origin.resume();
    app.end('question');
    await once(origin, 'end');
    await clock.advance(90);
    expect(app.closed).toBe(false);
    const gone = closed(app.resume());
    await clock.advance(110);
    await gone;
    expect(await end).toMatchObject({ firstToEnd: 'client' });
  });

  test('ends both sides when the proxy closes', async () => {
    const closing = new AbortController();
    const { app, origin, end } = await start({ closing: closing.signal });
    const gone = Promise.all([closed(app.resume()), closed(origin.resume())]);
    closing.abort();
    await end;
    app.end();
    origin.end();
    await gone;
  });
});

/** A relay to a server behind a tunnel that turns every bit over. */
async function startTunnel(options: Partial<RelayOptions> = {}) {
  const [dialled, far] = await pair();
  const turned = (chunk: Uint8Array) => Buffer.from(chunk.map((byte) => byte ^ 0xff));
  const codec = {
    encode: turned,
    isCopying: true,
    decode: (chunk: Buffer) => [turned(chunk)],
    ended: () => null,
  };
  return { ...(await startRelay({ server: new TunnelStream(dialled, codec), ...options })), far, turned };
}

test('before a tunnel that makes copies one buffer is used again and again, and everything arrives', async () => {
  const buffers = new Set<ArrayBufferLike>();
  const { app, far, turned, end } = await startTunnel({ watch: { up: ({ buffer }) => buffers.add(buffer) } });
  const hash = createHash('sha256');
  let pieces = 0;
  far.on('data', (chunk: Buffer) => {
    hash.update(turned(chunk));
    // A reader that stops now and then, so that the tunnel is full.
    if (++pieces % 16 !== 0) return;
    far.pause();
    setImmediate(() => far.resume());
  });
  const [sent] = await Promise.all([pour(app, 16 * MIB, 5), once(far, 'end')]);
  far.end();
  app.resume();
  expect(hash.digest('hex')).toBe(sent);
  expect(await end).toMatchObject({ up: 16 * MIB, error: null, firstToEnd: 'client' });
  // One of each size.
  expect(buffers.size).toBeLessThan(16);
});

test('stops reading before a tunnel whose server does not read (D10)', async () => {
  let passed = 0;
  const watch = {
    up(chunk: Uint8Array) {
      passed += chunk.length;
    },
  };
  const closing = new AbortController();
  const { app, far, end } = await startTunnel({ watch, closing: closing.signal });
  far.pause();
  const piece = Buffer.alloc(MIB);
  const flood = (): void => {
    while (passed < 256 * MIB && app.write(piece)) {}
  };
  app.on('drain', flood);
  flood();
  await standstill(() => passed);
  expect(passed).toBeGreaterThan(0);
  expect(passed).toBeLessThan(64 * MIB);
  closing.abort();
  await end;
});

test('a stream that is no socket is relayed all the same', async () => {
  const [app, client] = await pair();
  const [dialled, origin] = await pair();
  const end = relay({
    client,
    server: plainDuplex(dialled),
    limits: { idle: 60_000, halfOpen: 10_000 },
    clock: createFakeClock(),
    closing: new AbortController().signal,
  });
  const hashes = [pour(app, 4 * MIB, 3), hashOf(origin), pour(origin, 4 * MIB, 4), hashOf(app)];
  const [sentUp, gotUp, sentDown, gotDown] = await Promise.all(hashes);
  expect([gotUp, gotDown]).toEqual([sentUp, sentDown]);
  await end;
});
