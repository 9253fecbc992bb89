import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import { type Framing, readObfuscated } from '../../net/obfuscated2.ts';
import { systemClock } from '../../net/system-clock.ts';
import { createFakeClock, type FakeClock } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { startServer, type TestServer } from '../../testing/servers.ts';
import { createCentreAddresses } from './centre-addresses.ts';
import { createMtprotoProxy, type MtprotoLimits } from './mtproto-proxy.ts';
import { connectMtproto } from './testing/mtproto-client.ts';

const SECRET = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const CENTRES = new Map([
  ['149.154.167.51', 2],
  ['95.161.76.100', 2],
  ['149.154.167.91', 4],
  ['91.105.192.100', 203],
]);
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A data centre's end of what the proxy gives on: all that came, decrypted, and a way to answer. */
async function readAll(carried: Duplex) {
  const chunks: Buffer[] = [];
  carried.on('data', (chunk: Buffer) => chunks.push(chunk));
  await expect.poll(() => Buffer.concat(chunks).length).toBeGreaterThanOrEqual(64);
  const header = readObfuscated(Buffer.concat(chunks).subarray(0, 64));
  if (header === undefined) throw new Error('no header without a secret');
  let revealed = 0;
  let plain: Buffer = Buffer.alloc(0);
  const said = (): string => {
    const bytes = Buffer.concat(chunks).subarray(64 + revealed);
    revealed += bytes.length;
    plain = Buffer.concat([plain, header.reveal(bytes)]);
    return plain.toString();
  };
  return { header, said, raw: () => Buffer.concat(chunks) };
}

async function begin({
  limits = {},
  clock = systemClock,
}: {
  limits?: Partial<MtprotoLimits>;
  clock?: FakeClock | typeof systemClock;
} = {}) {
  const carried: { app: Duplex; target: HostPort }[] = [];
  const addresses = createCentreAddresses(CENTRES, clock);
  const proxy = createMtprotoProxy({
    secret: SECRET,
    carry: (app, target) => void carried.push({ app, target }),
    ...{ addresses, clock, random: createSeededRandom(3), limits },
  });
  const server: TestServer = await startServer((socket) => proxy.accept(socket));
  closing.push(() => server.close(), proxy.close);
  const first = async () => {
    await expect.poll(() => carried.length).toBeGreaterThan(0);
    const [one] = carried.splice(0);
    if (one === undefined) throw new Error('nothing was carried');
    return one;
  };
  return { proxy, port: server.port, first, carried, addresses };
}

describe('a connection with the secret', () => {
  test.each<[Framing, number, string]>([
    ['padded', 2, '149.154.167.51'],
    ['intermediate', -4, '149.154.167.91'],
    ['abridged', 203, '91.105.192.100'],
  ])(
    'in %s packets for data centre %i goes on without it, not a byte changed inside (G1)',
    async (framing, centre, host) => {
      const { port, first } = await begin();
      const app = await connectMtproto(port, { secret: SECRET, centre, framing });
      app.socket.write(app.header.subarray(0, 20));
      app.socket.write(Buffer.concat([app.header.subarray(20), app.hide(Buffer.from('how are '))]));
      app.socket.write(app.hide(Buffer.from('you?')));
      const { app: carried, target } = await first();
      expect(target).toEqual({ host, port: 443 });
      const { header, said, raw } = await readAll(carried);
      expect(header).toMatchObject({ framing, centre });
      await expect.poll(said).toBe('how are you?');
      expect(raw().subarray(0, 64).equals(app.header)).toBe(false);
      carried.write(header.hide(Buffer.from('well, ')));
      carried.write(header.hide(Buffer.from('and you?')));
      expect(String(await app.hear(14))).toBe('well, and you?');
      app.socket.resetAndDestroy();
      await once(carried, 'close');
    },
  );

  test('stays half open where one side has said all it has to say (D10)', async () => {
    const { port, first, proxy } = await begin();
    const app = await connectMtproto(port, { secret: SECRET, centre: 2 });
    app.socket.end(Buffer.concat([app.header, app.hide(Buffer.from('last'))]));
    const { app: carried } = await first();
    const { header, said } = await readAll(carried);
    await expect.poll(() => carried.readableEnded).toBe(true);
    expect(said()).toBe('last');
    carried.end(header.hide(Buffer.from('answer')));
    expect(String(await app.hear(6))).toBe('answer');
    await expect.poll(() => proxy.connections()).toBe(0);
  });

  test('breaks for the app where it breaks beyond', async () => {
    const { port, first } = await begin();
    const app = await connectMtproto(port, { secret: SECRET, centre: 2 });
    app.socket.write(app.header);
    const { app: carried } = await first();
    carried.destroy();
    await app.over();
    expect(app.socket.errored).toMatchObject({ code: 'ECONNRESET' });
  });

  test('is stopped where nobody reads on (D10)', async () => {
    const { port, first } = await begin();
    const app = await connectMtproto(port, { secret: SECRET, centre: 2 });
    app.socket.write(app.header);
    const { app: carried } = await first();
    const big = Buffer.alloc(64 << 20);
    app.socket.write(app.hide(big));
    await expect.poll(() => carried.readableLength).toBeGreaterThan(0);
    expect(app.socket.writableLength).toBeGreaterThan(0);
    expect(carried.readableLength).toBeLessThan(1 << 20);
    app.socket.destroy();
  });

  test('takes another address of the data centre where the first gave no answer', async () => {
    const { port, first, addresses } = await begin();
    const one = await connectMtproto(port, { secret: SECRET, centre: 2 });
    one.socket.write(one.header);
    (await first()).app.destroy();
    await one.over();
    expect(addresses.choose(2)).toBe('95.161.76.100');
    const two = await connectMtproto(port, { secret: SECRET, centre: 2, seed: 8 });
    two.socket.write(two.header);
    const { app, target } = await first();
    expect(target.host).toBe('95.161.76.100');
    app.write(Buffer.from('x'));
    await two.hear(1);
    two.socket.resetAndDestroy();
    await once(app, 'close');
    // An app that leaves says nothing of the address.
    expect(addresses.choose(2)).toBe('95.161.76.100');
  });
});

describe('who does not show the secret', () => {
  const right = connectMtproto;
  const foreign = Buffer.alloc(16, 9);
  test.each<[string, (header: Buffer) => Buffer, Uint8Array, number]>([
    ['another secret', (header) => header, foreign, 2],
    ['a test data centre', (header) => header, SECRET, 10_002],
    ['a data centre that is not known', (header) => header, SECRET, 17],
    ['less than a header', (header) => header.subarray(0, 63), SECRET, 2],
    [
      'a ClientHello',
      () => Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0]), Buffer.alloc(512, 1)]),
      SECRET,
      2,
    ],
    ['nothing', () => Buffer.alloc(0), SECRET, 2],
  ])(
    'but %s hears nothing, is read away, and is closed at the same age (G2)',
    async (_, made, secret, centre) => {
      const clock = createFakeClock();
      const { port, carried, proxy } = await begin({ clock, limits: { greeting: 5000 } });
      const app = await right(port, { secret, centre });
      await expect.poll(() => proxy.connections()).toBe(1);
      app.socket.write(made(app.header));
      // More than any buffer on the way holds.
      if (made(app.header).length >= 64)
        await new Promise<void>((read) => app.socket.write(Buffer.alloc(16 << 20), () => read()));
      await clock.advance(4999);
      expect(proxy.connections()).toBe(1);
      await clock.advance(1);
      await expect.poll(() => proxy.connections()).toBe(0);
      expect((await app.hear(1)).length).toBe(0);
      expect(carried).toEqual([]);
    },
  );

  test('but plays a recorded header again is treated alike', async () => {
    const clock = createFakeClock();
    const { port, first, carried, proxy } = await begin({ clock });
    const one = await connectMtproto(port, { secret: SECRET, centre: 2 });
    one.socket.write(one.header);
    await first();
    const again = await connectMtproto(port, { secret: SECRET, centre: 2 });
    again.socket.write(again.header);
    await expect.poll(() => proxy.connections()).toBe(2);
    await clock.advance(30_000);
    await again.over();
    expect(carried).toEqual([]);
    expect(proxy.connections()).toBe(1);
  });

  test('are let go as soon as they end', async () => {
    const { port, proxy } = await begin({ clock: createFakeClock() });
    const app = await connectMtproto(port, { secret: foreign, centre: 2 });
    app.socket.end(app.header);
    await app.over();
    await expect.poll(() => proxy.connections()).toBe(0);
  });
});

test('more connections than may be open are closed at once, and all of them when it closes', async () => {
  const { port, proxy } = await begin({ limits: { connections: 1 } });
  const one = await connectMtproto(port, { secret: SECRET, centre: 2 });
  await expect.poll(() => proxy.connections()).toBe(1);
  const two = await connectMtproto(port, { secret: SECRET, centre: 2 });
  await two.over();
  proxy.close();
  await one.over();
  const late = await connectMtproto(port, { secret: SECRET, centre: 2 });
  await late.over();
});
