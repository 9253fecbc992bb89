import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type AppOptions, connectApp } from '../gateways/telegram/testing/app-stream.ts';
import { type MirrorCentre, startMirrorCentre } from '../gateways/telegram/testing/mirror-centre.ts';
import { createTestTable, proxyWith, route } from '../local-proxy/harness.ts';
import { listenOnLoopback } from '../local-proxy/listen.ts';
import type { DialOptions, StreamDialer } from '../model/dialer.ts';
import type { Clock } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { createAuthority } from '../testing/authority.ts';
import { type Daemon, findProgram } from '../testing/daemon.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startServer } from '../testing/servers.ts';
import { hear, netError, sendAndHear } from '../testing/streams.ts';
import { startV2raySocks } from '../testing/v2ray.ts';
import { buildTransport } from '../transports/build.ts';
import { parseExpression } from '../transports/expression.ts';
import { testToolbox } from '../transports/testing/toolbox.ts';
import { transfer } from '../transports/testing/transfer.ts';
import { createMtprotoProxyFor } from './mtproto-door.ts';

/** The row of the proof's table. */
const WAY = 'MTProto by our own proxy, Telegram’s web sockets by their text';
const MEGABYTES = Number(process.env.FOOTBRIDGE_TRANSFER_MB ?? 1);
const STREAMS = Number(process.env.FOOTBRIDGE_TRANSFER_STREAMS ?? 20);
/** As many as an app opens at once. */
const DIALS = 8;
/** Both ends of each connection are in this process: more would be a test of how fast that is. */
const LEAVING = 16;
const NAMES = [2, 4].flatMap((number) =>
  [`kws${number}`, `kws${number}-1`].map((name) => `${name}.web.telegram.org`),
);
const SECRET = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
/** Numbers of data centres at addresses of Telegram's. */
const DATA_CENTRES = { '149.154.167.51': 2, '149.154.167.91': 4 };
const TARGET = { host: '149.154.167.51', port: 443 };
const login = { username: 'lab', password: 'secret' };
const missing = findProgram('v2ray') === undefined ? ' (skipped: not installed here: v2ray)' : '';

const authority = createAuthority();
const loopback = createLoopbackDialer();
const kept = new Set<{ close(): void }>();
const opened: Duplex[] = [];
let centre: MirrorCentre;
/** Where Telegram's names are. */
let place: number;
let socks: Daemon | undefined;

beforeAll(async () => {
  centre = await startMirrorCentre(authority.issue(NAMES));
  place = centre.port;
  if (missing === '') socks = await startV2raySocks(login, `127.0.0.1:${centre.port}`);
});
afterEach(async () => {
  place = centre.port;
  for (const stream of opened.splice(0)) stream.destroy();
  for (const spare of [...kept]) spare.close();
  await expect.poll(() => loopback.open()).toBe(0);
});
afterAll(() => Promise.all([centre.close(), socks?.stop()]));

/** Everything of Telegram's is on this computer, and whoever is asked for by number is, too. */
const inner: StreamDialer = {
  dial: (target, options: DialOptions) =>
    loopback.dial(
      target.host.endsWith('.web.telegram.org') ? { host: '127.0.0.1', port: place } : target,
      options,
    ),
};

interface Through {
  /** Elements before Telegram's own. */
  readonly over?: string;
  readonly roots?: readonly string[];
  readonly clock?: Clock;
}

function through({ over, roots = [authority.cert], clock = systemClock }: Through = {}): Transport {
  const parsed = parseExpression(over === undefined ? 'telegram-ws' : `${over} | telegram-ws`);
  if (!parsed.ok) throw new Error(parsed.error.code);
  const numbers = new Map(Object.entries(DATA_CENTRES));
  const dataCentreAt = (address: string) => numbers.get(address);
  const toolbox = testToolbox({ direct: () => inner, roots, kept, clock, dataCentreAt });
  return buildTransport(parsed.expression, toolbox);
}

/** The local MTProto proxy as the product has it, all of whose connections take one way. */
async function openDoor(transport: Transport) {
  const proxy = await proxyWith({ table: createTestTable(() => route([transport], 'obfuscated2')) });
  const resources = { messengers: [{ dataCentres: DATA_CENTRES }] };
  const door = createMtprotoProxyFor({ resources, clock: systemClock, random: systemRandom }, proxy, SECRET);
  const { port, close } = await listenOnLoopback(0, (socket) => door.accept(socket));
  onTestFinished(async () => {
    door.close();
    await close();
  });
  return { port, connections: door.connections };
}

/** An app at our proxy, whose connections take that way. */
async function app(transport: Transport, options: Partial<AppOptions> = {}): Promise<Duplex> {
  const door = await openDoor(transport);
  return dial(door.port, options);
}

async function dial(port: number, options: Partial<AppOptions> = {}): Promise<Duplex> {
  const stream = await connectApp(port, { secret: SECRET, ...options });
  stream.on('error', () => undefined);
  opened.push(stream);
  return stream;
}

/** A test of one thing, which the proof's table has a column for. */
function asked(what: string, title: string, run: () => Promise<unknown>, note = ''): void {
  const one = note === '' ? test : test.skip;
  one(`${title}${note}`, async ({ task }) => {
    task.meta.asked = [WAY, what];
    const rate = await run();
    if (typeof rate === 'number') task.meta.megabytesPerSecond = rate;
    expect(centre.complaints).toEqual([]);
  });
}

describe('MTProto by our own proxy', () => {
  asked('connect', 'words go both ways, to the data centre that was asked for (G1, G2)', async () => {
    const stream = await app(through());
    expect(await sendAndHear(stream, 'hello')).toBe('hello');
    expect(await sendAndHear(stream, 'and again')).toBe('and again');
    expect(centre.centres.at(-1)).toBe(2);
  });

  asked('bulk', 'megabytes go both ways at once and come back whole, in packets of any padding', async () => {
    const stream = await app(through());
    const since = performance.now();
    expect(await transfer(stream, MEGABYTES)).toBe(true);
    return (MEGABYTES * 1000) / (performance.now() - since);
  });

  asked('end', 'our end ends both ways, as that of a web socket does', async () => {
    const stream = await app(through());
    expect(await sendAndHear(stream, 'hello')).toBe('hello');
    const closed = once(stream, 'close');
    stream.resume().end();
    await closed;
  });

  asked('streams', 'many connections at once do not mix', async () => {
    const door = await openDoor(through());
    const texts = Array.from({ length: STREAMS }, (_, index) => `stream ${index}`);
    const heard: string[] = [];
    for (let from = 0; from < STREAMS; from += DIALS) {
      const batch = texts.slice(from, from + DIALS);
      heard.push(...(await Promise.all(batch.map(async (text) => sendAndHear(await dial(door.port), text)))));
    }
    expect(door.connections()).toBe(STREAMS);
    expect(heard).toEqual(texts);
  });

  asked('abort', 'an app that leaves at any moment leaves nothing (N1)', async () => {
    const door = await openDoor(through());
    await Promise.all(
      Array.from({ length: LEAVING }, async (_, index) => {
        const stream = await dial(door.port);
        // Who leaves before the secret was shown is kept as long as any stranger (G2).
        await new Promise((resolve) => stream.write('hello', resolve));
        await new Promise<void>((resolve) => setTimeout(resolve, index));
        stream.destroy();
      }),
    );
    await expect.poll(door.connections).toBe(0);
  });

  asked(
    'killed',
    'a transfer breaks when the server is killed, and the next dial is refused (N11)',
    async () => {
      const mortal = await startMirrorCentre(authority.issue(NAMES));
      place = mortal.port;
      const transport = through();
      const stream = await app(transport);
      await sendAndHear(stream, 'hello');
      const closed = once(stream, 'close');
      stream.resume().write(Buffer.alloc(128 << 10));
      await mortal.close();
      await closed;
      // Those that were held ready are gone with it.
      const error = await netError(transport.dialer.dial(TARGET, { signal: AbortSignal.timeout(20_000) }));
      expect(error.failure).toBe('connection_refused');
    },
  );

  asked('wrong secret', 'with a wrong secret nothing comes through (G2)', async () => {
    const before = centre.centres.length;
    const door = await openDoor(through());
    const stranger = await dial(door.port, { secret: Buffer.alloc(16, 9) });
    const heard: unknown[] = [];
    stranger.on('data', (chunk) => heard.push(chunk)).write('hello');
    // Somebody who comes later with the right one gets through meanwhile.
    expect(await sendAndHear(await dial(door.port), 'right')).toBe('right');
    expect([heard, centre.centres.length]).toEqual([[], before + 1]);
  });

  asked('wrong certificate', 'a certificate of nobody we trust is refused (N4)', async () => {
    const transport = through({ roots: [createAuthority().cert] });
    const signal = AbortSignal.timeout(20_000);
    const error = await netError(transport.dialer.dial(TARGET, { signal }));
    expect([error.operation, error.failure]).toEqual(['tls', 'ssl_unknown_authority']);
    const stream = await app(transport);
    stream.write('hello');
    expect(await hear(stream, 5)).toBe('');
  });

  asked('slow-loris', 'a server that never gets to the point does not hold us (N1)', async () => {
    const clock = createFakeClock();
    const slow = await startServer((socket) => void socket.write('\x16', 'latin1'));
    onTestFinished(() => slow.close());
    place = slow.port;
    const signal = AbortSignal.timeout(20_000);
    const failure = netError(through({ clock }).dialer.dial(TARGET, { signal }));
    await expect.poll(() => slow.accepted()).toBe(1);
    await expect.poll(() => clock.sleepers()).toBeGreaterThan(0);
    await clock.advance(15_000);
    expect((await failure).failure).toBe('generic_timeout_error');
  });

  asked('datagrams', 'no datagram is promised', async () => {
    expect(through().packets).toBeUndefined();
  });

  asked(
    'over SOCKS5',
    'over the SOCKS5 of V2Ray (N12)',
    async () => {
      const over = `socks5://lab:secret@127.0.0.1:${socks?.port}`;
      const stream = await app(through({ over }));
      expect(await sendAndHear(stream, 'chained')).toBe('chained');
      expect(await transfer(stream, 1 / 8)).toBe(true);
    },
    missing,
  );

  asked('over a cut hello', 'over a hello that is cut (N12)', async () => {
    const stream = await app(through({ over: 'tlsfrag:sni+tcpfrag:sni' }));
    expect(await sendAndHear(stream, 'cut')).toBe('cut');
    expect(await transfer(stream, 1 / 8)).toBe(true);
  });

  asked('data centre of files', 'files go to the web address that is for them (G1)', async () => {
    const stream = await app(through(), { centre: -4 });
    expect(await sendAndHear(stream, 'a picture')).toBe('a picture');
    expect(centre.centres.at(-1)).toBe(-4);
  });

  asked('packets of each kind', 'apps may mark their packets as they like (G2)', async () => {
    const door = await openDoor(through());
    for (const framing of ['abridged', 'intermediate', 'padded'] as const) {
      const stream = await dial(door.port, { framing });
      expect(await sendAndHear(stream, framing)).toBe(framing);
      expect(await transfer(stream, 1 / 8)).toBe(true);
    }
  });
});
