import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { hear, plainDuplex } from '../testing/streams.ts';
import { canAdopt } from './adopt.ts';
import { closed, hearAll } from './harness.ts';
import { type RelayOptions, relay } from './relay.ts';
import { hashOf, MIB, pair, pour, standstill, startRelay } from './testing/relayed.ts';

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
    await app.end('more');
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
