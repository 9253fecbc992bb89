import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { hearAll, startFlightServer } from '../local-proxy/harness.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { buildHello, inRecords } from '../testing/hellos.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { startServer } from '../testing/servers.ts';
import { echo, hear, sendAndHear } from '../testing/streams.ts';
import { CENTRE, KEYS, LOOPBACK, PASSWORD, phone, type Sharing, STRANGE, shareTo } from './harness.ts';
import { openShare } from './share.ts';

const NOISE = 'WA\x06\x03 and a client hello';

const echoing = () => closedAfterTest(startServer(echo));
const silent = () => startFlightServer(() => undefined);

/** SOCKS5 up to the reply: RFC 1928 with RFC 1929. */
async function socks(
  socket: Socket,
  { password = PASSWORD.password, target = CENTRE, port = 443 } = {},
): Promise<string> {
  socket.write(Buffer.of(5, 1, 2));
  await hear(socket, 2);
  const [name, word] = [PASSWORD.username, password];
  socket.write(
    Buffer.concat([Buffer.of(1, name.length), Buffer.from(name), Buffer.of(word.length), Buffer.from(word)]),
  );
  const verdict = await hear(socket, 2);
  if (verdict !== '\x01\x00') return 'wrong password';
  const isAddress = /^[\d.]+$/.test(target);
  const host = isAddress ? Buffer.from(target.split('.').map(Number)) : Buffer.from(target);
  const head = isAddress ? Buffer.of(5, 1, 0, 1) : Buffer.of(5, 1, 0, 3, host.length);
  socket.write(Buffer.concat([head, host, Buffer.of(port >> 8, port & 0xff)]));
  const reply = await hear(socket, 10);
  return reply[1] === '\0' ? 'open' : `code ${reply.charCodeAt(1)}`;
}

/** Waits until we have ended a phone's connection. */
const left = (socket: Socket) => hearAll(socket).finally(() => socket.destroy());

/** What a phone sends first, and what came of it. */
async function say(sharing: Sharing, port: number | null | undefined, words: string | Uint8Array) {
  const socket = phone(port);
  socket.write(words);
  await left(socket);
  return sharing.refused;
}

describe('what a phone of this network gets', () => {
  test('a chat of WhatsApp as it is, to the server that was proven', async () => {
    const { share, targets } = await shareTo(await echoing());
    const socket = phone(share.whatsapp?.plain);
    expect(await sendAndHear(socket, NOISE)).toBe(NOISE);
    expect(await sendAndHear(socket, ' and more')).toBe(' and more');
    expect(targets).toEqual([{ host: 'g.whatsapp.net', port: 443 }]);
  });

  test('the same inside TLS with a certificate of our own', async () => {
    const { share } = await shareTo(await echoing());
    const socket = connectTls({
      host: '127.0.0.1',
      port: share.whatsapp?.tls ?? 0,
      rejectUnauthorized: false,
    });
    socket.on('error', () => undefined);
    await once(socket, 'secureConnect');
    expect(socket.getPeerX509Certificate()?.subject).toMatch(/^CN=[0-9a-f]{16}\.example$/);
    expect(await sendAndHear(socket, NOISE)).toBe(NOISE);
    expect(await sendAndHear(socket, ' and more')).toBe(' and more');
    socket.destroy();
  });

  test('pictures, to the name in its hello', async () => {
    const { share, targets } = await shareTo(await silent());
    const socket = phone(share.whatsapp?.media);
    socket.write(inRecords(buildHello({ serverName: 'media.cdn.whatsapp.net' })));
    await until(() => targets.length > 0);
    expect(targets).toEqual([{ host: 'media.cdn.whatsapp.net', port: 443 }]);
    socket.destroy();
  });

  test('Telegram by SOCKS5 with the password', async () => {
    const { share, targets } = await shareTo(await echoing());
    const socket = phone(share.telegram?.socks);
    expect(await socks(socket)).toBe('open');
    expect(await sendAndHear(socket, 'x'.repeat(64))).toBe('x'.repeat(64));
    expect(targets).toEqual([{ host: CENTRE, port: 443 }]);
  });

  test('its bytes are counted, and a block ends its connections and lets it in no more (H3)', async () => {
    const { share, refused } = await shareTo(await echoing());
    const socket = phone(share.whatsapp?.plain, '127.0.0.5');
    await sendAndHear(socket, NOISE);
    expect(share.devices()).toMatchObject([
      { id: 1, address: '127.0.0.5', open: 1, up: NOISE.length, down: NOISE.length, refused: 0 },
    ]);
    expect(share.block(1, true)).toBe(true);
    await left(socket);
    await left(phone(share.whatsapp?.plain, '127.0.0.5'));
    expect(refused).toEqual(['blocked']);
    share.block(1, false);
    expect(await sendAndHear(phone(share.whatsapp?.plain, '127.0.0.5'), NOISE)).toBe(NOISE);
    expect(share.devices()).toMatchObject([{ isBlocked: false, refused: 1 }]);
    expect(share.block(7, true)).toBe(false);
  });
});

describe('what a stranger does not get', () => {
  test.each([
    ['another program’s words', 'GET / HTTP/1.1\r\n\r\n', 'not-its-protocol'],
    ['a hello where chats are', inRecords(buildHello({ serverName: 'g.whatsapp.net' })), 'not-its-protocol'],
  ])('WhatsApp’s chat port carries no %s', async (_what, words, why) => {
    const sharing = await shareTo(await echoing());
    expect(await say(sharing, sharing.share.whatsapp?.plain, words)).toEqual([why]);
    expect(await say(sharing, sharing.share.whatsapp?.tls, words)).toEqual([why, 'not-its-protocol']);
    expect(sharing.targets).toEqual([]);
  });

  test.each([
    ['example.org', 'not-a-messenger'],
    ['192.168.1.1', 'private-address'],
    ['localhost', 'private-address'],
    [undefined, 'not-a-messenger'],
  ])('pictures of %s are nobody’s here', async (serverName, why) => {
    const sharing = await shareTo(await echoing());
    const hello = inRecords(buildHello(serverName === undefined ? {} : { serverName }));
    const told = await say(sharing, sharing.share.whatsapp?.media, hello);
    expect(told).toEqual([serverName === undefined && told[0] === 'not-its-protocol' ? told[0] : why]);
    expect(sharing.targets).toEqual([]);
  });

  test.each([
    ['192.168.1.1', 'private-address'],
    ['127.0.0.1', 'private-address'],
    ['169.254.169.254', 'private-address'],
    ['localhost', 'private-address'],
    [STRANGE, 'not-a-messenger'],
    ['example.org', 'not-a-messenger'],
    ['g.whatsapp.net', 'not-a-messenger'],
  ])('Telegram’s door does not lead to %s (H2)', async (target, why) => {
    const { share, refused, targets } = await shareTo(await echoing());
    const socket = phone(share.telegram?.socks);
    expect(await socks(socket, { target })).toBe('code 2');
    await until(() => refused.length > 0);
    // What it still says is read away, so that it leaves in peace.
    socket.end('a hello');
    await until(() => share.devices()[0]?.open === 0);
    expect(refused).toEqual([why]);
    expect(targets).toEqual([]);
  });

  test('nothing without the password, nor a second door for who knows none', async () => {
    const { share, refused } = await shareTo(await echoing());
    const socket = phone(share.telegram?.socks);
    socket.write(Buffer.of(5, 1, 0));
    expect(await hear(socket, 2)).toBe(Buffer.of(5, 0xff).toString('utf8'));
    expect(
      await hearAll(phone(share.telegram?.socks).end('\x04\x01\x01\xbb\x01\x01\x01\x01\x00')),
    ).not.toContain('\x5a');
    await until(() => refused.length === 2);
    expect(refused).toEqual(['no-password', 'not-its-protocol']);
  });

  test('who guesses passwords waits, ever longer, and WhatsApp goes on', async () => {
    const clock = createFakeClock();
    const { share, refused } = await shareTo(await echoing(), { clock });
    const guess = async (): Promise<void> => {
      const before = refused.length;
      const socket = phone(share.telegram?.socks, '127.0.0.9');
      await socks(socket, { password: 'a bad password' });
      await until(() => refused.length > before);
      socket.destroy();
    };
    for (let time = 0; time < 3; time++) await guess();
    await guess();
    expect(refused).toEqual(['wrong-password', 'wrong-password', 'wrong-password', 'has-to-wait']);
    expect(await sendAndHear(phone(share.whatsapp?.plain, '127.0.0.9'), NOISE)).toBe(NOISE);
    await clock.advance(5_000);
    await guess();
    await clock.advance(9_999);
    await guess();
    expect(refused.slice(4)).toEqual(['wrong-password', 'has-to-wait']);
    await clock.advance(1);
    expect(await socks(phone(share.telegram?.socks, '127.0.0.9'))).toBe('open');
  });

  test('no connection from outside the network (H1)', async () => {
    const { share, refused } = await shareTo(await echoing());
    await left(phone(share.whatsapp?.plain, '127.9.0.1'));
    await until(() => refused.length > 0);
    expect(refused).toEqual(['not-of-this-network']);
    expect(share.devices()).toEqual([]);
    expect(share.turnedAway()).toMatchObject({ count: 1, latest: [{ device: null }] });
  });

  test('who says nothing is let go in time', async () => {
    const clock = createFakeClock();
    const { share, refused } = await shareTo(await echoing(), { clock });
    const { whatsapp } = share;
    const sockets = [
      whatsapp?.plain,
      whatsapp?.tls,
      whatsapp?.media,
      share.telegram?.mtproto,
      share.telegram?.socks,
    ].map((port) => phone(port));
    const gone = Promise.all(sockets.map(left));
    await until(() => share.devices()[0]?.open === 5);
    await clock.advance(10_000);
    await gone;
    expect(refused).toEqual(Array(5).fill('too-slow'));
  });
});

test('who thinks again before a word is let go at once, and is not called slow', async () => {
  const { share, refused } = await shareTo(await echoing());
  const { whatsapp, telegram } = share;
  for (const port of [whatsapp?.plain, whatsapp?.tls, whatsapp?.media, telegram?.mtproto, telegram?.socks])
    await left(phone(port).end());
  await until(() => share.devices()[0]?.open === 0);
  expect(refused).toEqual([]);
});

test('one device takes no more than its share, and cannot knock without end (H3)', async () => {
  const clock = createFakeClock();
  const limits = { perDevice: 2, begunPerDevice: 3, window: 1_000 };
  const { share, refused } = await shareTo(await echoing(), { clock, limits });
  const [one, two] = [phone(share.telegram?.socks), phone(share.telegram?.socks)];
  await until(() => share.devices()[0]?.open === 2);
  await left(phone(share.telegram?.socks));
  one.destroy();
  two.destroy();
  await until(() => share.devices()[0]?.open === 0);
  phone(share.telegram?.socks);
  await until(() => share.devices()[0]?.open === 1);
  await left(phone(share.telegram?.socks));
  expect(refused).toEqual(['too-many', 'too-fast']);
  await clock.advance(1_000);
  phone(share.telegram?.socks);
  await until(() => share.devices()[0]?.open === 2);
});

test('fifty phones at once are carried, each counted as one device', async () => {
  const { share } = await shareTo(await echoing());
  const phones = Array.from({ length: 50 }, (_, at) => phone(share.whatsapp?.plain, `127.0.1.${at + 1}`));
  expect(await Promise.all(phones.map((socket) => sendAndHear(socket, NOISE)))).toEqual(
    phones.map(() => NOISE),
  );
  expect(share.devices().length).toBe(50);
  const gone = Promise.all(phones.map((socket) => left(socket)));
  await share.close();
  await gone;
});

test('a strange device is forgotten to make room, one that is blocked is not', async () => {
  const { share, refused } = await shareTo(await echoing(), { limits: { devices: 2 } });
  for (const from of ['127.0.0.2', '127.0.0.3']) {
    phone(share.telegram?.socks, from).destroy();
    const socket = phone(share.telegram?.socks, from);
    await until(() => share.devices().some(({ address, open }) => address === from && open > 0));
    socket.destroy();
    await until(() => share.devices().every(({ open }) => open === 0));
  }
  share.block(1, true);
  const third = phone(share.telegram?.socks, '127.0.0.4');
  await until(() => share.devices().some(({ address }) => address === '127.0.0.4'));
  expect(share.devices().map(({ address }) => address)).toEqual(['127.0.0.2', '127.0.0.4']);
  await until(() => share.devices().some(({ open }) => open === 1));
  await left(phone(share.telegram?.socks, '127.0.0.5'));
  expect(refused.at(-1)).toBe('too-many');
  third.destroy();
});

test('a place whose address is not there is passed over', async () => {
  const away = { ...LOOPBACK, address: '203.0.113.1' };
  const { share } = await shareTo(await echoing(), { places: [away, LOOPBACK] });
  expect(share.addresses).toEqual(['127.0.0.1']);
  expect(await sendAndHear(phone(share.whatsapp?.plain), NOISE)).toBe(NOISE);
});

test('nothing is opened without a network, without a messenger, or where the system lets us listen nowhere', async () => {
  const taken = await closedAfterTest(startServer());
  const base = {
    ...{ whatsapp: null, telegram: KEYS, onChange() {}, onRefused() {}, onDevice() {} },
    carry: async () => ({ kind: 'carried' as const }),
    clock: createFakeClock(),
    random: createSeededRandom(),
    ports: { tls: [], plain: [], media: [], mtproto: [taken.port], socks: [taken.port] },
  };
  expect(await openShare({ ...base, places: [] })).toBe('no-network');
  expect(await openShare({ ...base, places: [LOOPBACK], telegram: null })).toBe('no-messenger');
  expect(await openShare({ ...base, places: [LOOPBACK] })).toBe('cannot-listen');
});
