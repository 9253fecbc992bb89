import type { Duplex } from 'node:stream';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../net/system-clock.ts';
import { type Authority, createAuthority, type Identity } from '../../testing/authority.ts';
import { hear, netError } from '../../testing/streams.ts';
import { createTelegramDialer } from './dialer.ts';
import { createApp, frame } from './testing/app.ts';
import { startCentre, type TestCentre } from './testing/centre.ts';

const never = new AbortController().signal;
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
}: {
  refuses?: readonly string[];
  leaf?: Identity;
} = {}) {
  const started = await startCentre(leaf, refuses);
  centre = started;
  const dialer = createTelegramDialer(started.inner, {
    roots: [authority.cert],
    clock: systemClock,
    dataCentreAt: (address) => (address === KNOWN.host ? 2 : undefined),
  });
  return { ...started, dialer };
}

const closed = (stream: Duplex) => new Promise<void>((resolve) => stream.once('close', () => resolve()));
const gone = (open: () => number) => expect.poll(open).toBe(0);

describe('Telegram through its own web sockets', () => {
  test('carries an app’s connection: the header, then a message for each packet (G1)', async () => {
    const { dialer, visits, asked, open } = await begin();
    const stream = await dialer.dial(KNOWN, { signal: never });
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
    const stream = await dialer.dial(UNKNOWN, { signal: never });
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
    const stream = await dialer.dial(KNOWN, { signal: never });
    const app = createApp(-4, 'intermediate');
    stream.write(Buffer.concat([app.header, app.hide(frame(Buffer.alloc(8, 1), 'intermediate'))]));
    await hear(stream, 12);
    expect(visits.at(-1)?.host).toBe('kws4-1.web.telegram.org');
    stream.destroy();
    await gone(open);
  });

  test('takes the plain name where the one for media is not served', async () => {
    const { dialer, asked } = await begin({ refuses: ['kws4-1.web.telegram.org'] });
    const stream = await dialer.dial(UNKNOWN, { signal: never });
    const app = createApp(-4, 'intermediate');
    stream.write(Buffer.concat([app.header, app.hide(frame(Buffer.alloc(8, 1), 'intermediate'))]));
    await hear(stream, 12);
    expect(asked).toEqual(['kws4-1.web.telegram.org:443', 'kws4.web.telegram.org:443']);
    stream.destroy();
  });

  test('passes on how a known address failed, before anything is promised', async () => {
    const { dialer, open } = await begin({ refuses: ['kws2.web.telegram.org'] });
    const failed = await netError(dialer.dial(KNOWN, { signal: never }));
    expect(failed).toMatchObject({ operation: 'proxy', failure: 'x_proxy_not_a_proxy' });
    await gone(open);
  });

  test('checks the certificate (G1)', async () => {
    const { dialer, open } = await begin({ leaf: createAuthority('Somebody else').issue(NAMES) });
    const failed = await netError(dialer.dial(KNOWN, { signal: never }));
    expect(failed).toMatchObject({ operation: 'tls', failure: 'ssl_unknown_authority' });
    await gone(open);
  });

  test.each([
    ['a ClientHello', Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0]), Buffer.alloc(200, 7)])],
    ['an app of a test server', createApp(10_002, 'padded').header],
    ['a data centre without a web address', createApp(17, 'padded').header],
  ])('refuses %s', async (_, bytes) => {
    const { dialer, open } = await begin();
    const stream = await dialer.dial(KNOWN, { signal: never });
    const ended = closed(stream);
    stream.write(bytes, () => undefined);
    await ended;
    expect(stream.errored).toMatchObject({ failure: 'x_proxy_forbidden_target' });
    await gone(open);
  });

  test('ends with its server, and with the app', async () => {
    const { dialer, cut, open } = await begin();
    const idle = await dialer.dial(KNOWN, { signal: never });
    const cutOff = closed(idle);
    cut();
    await cutOff;
    const ending = await dialer.dial(UNKNOWN, { signal: never });
    const ended = closed(ending);
    ending.resume().end();
    await ended;
    await gone(open);
  });

  test('leaves nothing open where it is called off', async () => {
    const { dialer, open } = await begin();
    const controller = new AbortController();
    const dialling = dialer.dial(KNOWN, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(dialling).rejects.toThrow('enough');
    await gone(open);
  });
});
