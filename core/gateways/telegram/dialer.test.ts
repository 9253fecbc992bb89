import type { Duplex } from 'node:stream';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Clock } from '../../model/time.ts';
import { systemClock } from '../../net/system-clock.ts';
import { type Authority, createAuthority, type Identity } from '../../testing/authority.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { hear, netError } from '../../testing/streams.ts';
import { createTelegramDialer } from './dialer.ts';
import { createApp, frame } from './testing/app.ts';
import { startCentre, type TestCentre } from './testing/centre.ts';

const never = new AbortController().signal;
/** Nothing is held ready for what is traced. */
const measured = { signal: never, trace: () => undefined };
const NAMES = [
  'kws1.web.telegram.org',
  'kws2.web.telegram.org',
  'kws4.web.telegram.org',
  'kws4-1.web.telegram.org',
];
const KNOWN = { host: '149.154.167.51', port: 443 };
const UNKNOWN = { host: '149.154.167.222', port: 443 };

let authority: Authority;
let identity: Identity;
let centre: TestCentre | undefined;

beforeAll(() => {
  authority = createAuthority();
  identity = authority.issue(NAMES);
});
afterEach(async () => {
  await centre?.close();
  centre = undefined;
});

async function begin({
  refuses = [],
  leaf = identity,
  clock = systemClock,
  serverName,
}: {
  refuses?: readonly string[];
  leaf?: Identity;
  clock?: Clock;
  serverName?: string;
} = {}) {
  const kept = new Set<{ close(): void }>();
  const started = await startCentre(leaf, refuses);
  centre = started;
  const dialer = createTelegramDialer(started.inner, {
    roots: [authority.cert],
    clock,
    kept,
    serverName,
    dataCentreAt: (address) => (address === KNOWN.host ? 2 : undefined),
  });
  return { ...started, dialer, kept };
}

const closed = (stream: Duplex) => new Promise<void>((resolve) => stream.once('close', () => resolve()));
const gone = (open: () => number) => expect.poll(open).toBe(0);

describe('Telegram through its own web sockets', () => {
  test('carries an app’s connection: the header, then a message for each packet (G1)', async () => {
    const { dialer, visits, asked, open } = await begin();
    const stream = await dialer.dial(KNOWN, measured);
    expect(asked).toEqual(['kws2.web.telegram.org:443']);
    const app = createApp(2, 'padded');
    const packets = [frame(Buffer.alloc(24, 1), 'padded'), frame(Buffer.alloc(40, 2), 'padded')].map(
      app.hide,
    );
    const all = Buffer.concat([app.header, ...packets]);
    stream.write(all.subarray(0, 30));
    stream.write(all.subarray(30, 100));
    stream.write(all.subarray(100));
    await hear(stream, all.length - 64);
    expect(visits).toMatchObject([
      { host: 'kws2.web.telegram.org', origin: 'https://web.telegram.org', path: '/apiws' },
    ]);
    expect(visits[0]?.messages).toEqual([app.header, ...packets]);
    stream.destroy();
    await gone(open);
  });

  test('opens the socket once the app has said where to, for an address that is not known', async () => {
    const { dialer, asked, visits, open } = await begin();
    const stream = await dialer.dial(UNKNOWN, measured);
    expect(asked).toEqual([]);
    const app = createApp(1, 'abridged');
    stream.write(Buffer.concat([app.header, app.hide(frame(Buffer.alloc(8, 1), 'abridged'))]));
    await hear(stream, 9);
    expect(visits.map(({ host }) => host)).toEqual(['kws1.web.telegram.org']);
    stream.destroy();
    await gone(open);
  });

  test('changes to the data centre that the app really wants, media first by its own name', async () => {
    const { dialer, visits, open } = await begin();
    const stream = await dialer.dial(KNOWN, measured);
    const app = createApp(-4, 'intermediate');
    stream.write(Buffer.concat([app.header, app.hide(frame(Buffer.alloc(8, 1), 'intermediate'))]));
    await hear(stream, 12);
    expect(visits.at(-1)?.host).toBe('kws4-1.web.telegram.org');
    stream.destroy();
    await gone(open);
  });

  test('takes the plain name where the one for media is not served', async () => {
    const { dialer, asked } = await begin({ refuses: ['kws4-1.web.telegram.org'] });
    const stream = await dialer.dial(UNKNOWN, measured);
    const app = createApp(-4, 'intermediate');
    stream.write(Buffer.concat([app.header, app.hide(frame(Buffer.alloc(8, 1), 'intermediate'))]));
    await hear(stream, 12);
    expect(asked).toEqual(['kws4-1.web.telegram.org:443', 'kws4.web.telegram.org:443']);
    stream.destroy();
  });

  test('asks a name that was not served last for a minute', async () => {
    const clock = createFakeClock();
    const { dialer, asked } = await begin({ refuses: ['kws4-1.web.telegram.org'], clock });
    for (const _ of [1, 2]) {
      const stream = await dialer.dial(UNKNOWN, measured);
      const app = createApp(-4, 'intermediate');
      stream.write(Buffer.concat([app.header, app.hide(frame(Buffer.alloc(8, 1), 'intermediate'))]));
      await hear(stream, 12);
      stream.destroy();
    }
    expect(asked.map((host) => host.slice(0, 6))).toEqual(['kws4-1', 'kws4.w', 'kws4.w']);
    await clock.advance(60_000);
    const later = await dialer.dial(UNKNOWN, measured);
    later.write(createApp(-4, 'intermediate').header);
    await expect.poll(() => asked.length).toBe(5);
    expect(asked.at(3)).toBe('kws4-1.web.telegram.org:443');
    later.destroy();
  });

  test('asks for another name in its hello where it is told to, and checks the certificate all the same (G1)', async () => {
    const { dialer, names, asked, visits } = await begin({ serverName: 'cdn.example.org' });
    (await dialer.dial(KNOWN, measured)).destroy();
    expect([asked, names]).toEqual([['kws2.web.telegram.org:443'], ['cdn.example.org']]);
    expect(visits[0]?.host).toBe('kws2.web.telegram.org');
    await centre?.close();
    const leaf = authority.issue(['cdn.example.org']);
    const other = await begin({ serverName: 'cdn.example.org', leaf });
    const failed = await netError(other.dialer.dial(KNOWN, measured));
    expect(failed).toMatchObject({ operation: 'tls', failure: 'ssl_invalid_hostname' });
  });

  test('passes on how a known address failed, before anything is promised', async () => {
    const { dialer, open } = await begin({ refuses: ['kws2.web.telegram.org'] });
    const failed = await netError(dialer.dial(KNOWN, measured));
    expect(failed).toMatchObject({ operation: 'proxy', failure: 'x_proxy_not_a_proxy' });
    await gone(open);
  });

  test('checks the certificate (G1)', async () => {
    const { dialer, open } = await begin({ leaf: createAuthority('Somebody else').issue(NAMES) });
    const failed = await netError(dialer.dial(KNOWN, measured));
    expect(failed).toMatchObject({ operation: 'tls', failure: 'ssl_unknown_authority' });
    await gone(open);
  });

  test.each([
    ['a ClientHello', Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0]), Buffer.alloc(200, 7)])],
    ['an app of a test server', createApp(10_002, 'padded').header],
    ['a data centre without a web address', createApp(17, 'padded').header],
  ])('refuses %s', async (_, bytes) => {
    const { dialer, open } = await begin();
    const stream = await dialer.dial(KNOWN, measured);
    const ended = closed(stream);
    stream.write(bytes, () => undefined);
    await ended;
    expect(stream.errored).toMatchObject({ failure: 'x_proxy_forbidden_target' });
    await gone(open);
  });

  test('ends with its server, and with the app', async () => {
    const { dialer, cut, open } = await begin();
    const idle = await dialer.dial(KNOWN, measured);
    const cutOff = closed(idle);
    cut();
    await cutOff;
    const ending = await dialer.dial(UNKNOWN, measured);
    const ended = closed(ending);
    ending.resume().end();
    await ended;
    await gone(open);
  });

  test('leaves nothing open where it is called off', async () => {
    const { dialer, open } = await begin();
    const controller = new AbortController();
    const dialling = dialer.dial(KNOWN, { ...measured, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(dialling).rejects.toThrow('enough');
    await gone(open);
  });
});

describe('web sockets held ready', () => {
  const app = createApp(2, 'padded');
  const flight = Buffer.concat([app.header, app.hide(frame(Buffer.alloc(24, 1), 'padded'))]);
  const asRealApp = { signal: never };

  test('serve the next connection of an app at once, and carry it as any other (G1)', async () => {
    const { dialer, asked, visits, open, kept } = await begin();
    const first = await dialer.dial(KNOWN, asRealApp);
    await expect.poll(() => visits.length).toBe(2);
    await expect.poll(() => kept.size).toBe(1);
    const second = await dialer.dial(KNOWN, asRealApp);
    for (const stream of [first, second]) {
      stream.write(flight);
      await hear(stream, flight.length - 64);
    }
    expect(visits.map(({ messages }) => messages.length).filter((count) => count > 0)).toEqual([2, 2]);
    await expect.poll(() => asked.length).toBe(3);
    for (const one of kept) one.close();
    first.destroy();
    second.destroy();
    await gone(open);
    expect(kept.size).toBe(0);
  });

  test('are two of a data centre at most, and end with the connections of a session', async () => {
    const { dialer, visits, open, kept } = await begin();
    const dials = [KNOWN, KNOWN, KNOWN, KNOWN];
    for (const target of dials) {
      const before = visits.length;
      (await dialer.dial(target, asRealApp)).destroy();
      await expect.poll(() => visits.length).toBeGreaterThan(before);
    }
    await expect.poll(open).toBeLessThanOrEqual(2);
    for (const one of kept) one.close();
    await gone(open);
  });

  test('wait two minutes at most, and are forgotten where the other side ends them', async () => {
    const clock = createFakeClock();
    const { dialer, visits, open, kept, cut } = await begin({ clock });
    for (const end of [() => clock.advance(120_000), async () => cut()]) {
      const before = visits.length;
      (await dialer.dial(KNOWN, asRealApp)).destroy();
      await expect.poll(() => visits.length).toBe(before + 2);
      await expect.poll(open).toBe(1);
      await end();
      await gone(open);
      expect(kept.size).toBe(0);
    }
  });
});
