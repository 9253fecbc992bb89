import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { hearAll } from '../local-proxy/harness.ts';
import { openObfuscated, readObfuscated } from '../net/obfuscated2.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { startServer } from '../testing/servers.ts';
import { hear } from '../testing/streams.ts';
import { CENTRE, phone, SECRET, shareTo } from './harness.ts';

const random = createSeededRandom(7);
const WORDS = 'a packet of somebody’s';

/** A data centre that says back what it hears, hidden by the header's own keys. */
const startCentre = () =>
  closedAfterTest(
    startServer((socket: Socket) => {
      socket.once('data', (bytes: Buffer) => {
        const header = readObfuscated(bytes.subarray(0, 64));
        const answer = (chunk: Buffer) => socket.write(header?.hide(header.reveal(chunk)) ?? '');
        if (bytes.length > 64) answer(bytes.subarray(64));
        socket.on('data', answer);
      });
    }),
  );

function app(secret: Uint8Array, centre = 2) {
  const { header, hide, reveal } = openObfuscated({ framing: 'padded', centre }, { random, secret });
  return { flight: Buffer.concat([header, hide(Buffer.from(WORDS))]), reveal };
}

/** What it hears of as many bytes as it said. */
async function answerTo(socket: Socket, { flight, reveal }: ReturnType<typeof app>): Promise<string> {
  socket.write(flight);
  const heard: Buffer[] = [];
  while (Buffer.concat(heard).length < flight.length - 64) {
    const [chunk]: Buffer[] = await once(socket, 'data');
    if (chunk !== undefined) heard.push(reveal(chunk));
  }
  return Buffer.concat(heard).toString();
}

test('Telegram by MTProto with the secret reaches its data centre by the proven route, and is counted', async () => {
  const { share, targets, refused } = await shareTo(await startCentre());
  const said = app(SECRET);
  expect(await answerTo(phone(share.telegram?.mtproto), said)).toBe(WORDS);
  expect(targets).toEqual([{ host: CENTRE, port: 443 }]);
  expect(share.devices()).toMatchObject([{ open: 1, up: said.flight.length, down: said.flight.length - 64 }]);
  expect(refused).toEqual([]);
});

test('a block ends it, as it ends everything of a device', async () => {
  const { share, refused } = await shareTo(await startCentre());
  const socket = phone(share.telegram?.mtproto);
  await answerTo(socket, app(SECRET));
  const gone = hearAll(socket);
  share.block(1, true);
  await gone;
  await until(() => share.devices()[0]?.open === 0);
  expect(refused).toEqual([]);
});

test.each([
  ['a wrong secret', () => app(Buffer.alloc(16, 9)).flight],
  ['a data centre that is nobody’s', () => app(SECRET, 99).flight],
  ['a page’s request', () => Buffer.from(`GET / HTTP/1.1\r\nHost: ${'x'.repeat(99)}\r\n\r\n`)],
])('%s hears nothing until its time is up, and is counted at once (H3)', async (_what, flight) => {
  const clock = createFakeClock();
  const { share, refused, targets } = await shareTo(await startCentre(), { clock });
  const socket = phone(share.telegram?.mtproto);
  const heard = hearAll(socket);
  await until(() => share.devices()[0]?.open === 1);
  await clock.advance(4_000);
  socket.write(flight());
  await until(() => refused.length > 0);
  await clock.advance(5_999);
  expect(share.devices()).toMatchObject([{ open: 1, refused: 1 }]);
  await clock.advance(1);
  expect(await heard).toBe('');
  await until(() => share.devices()[0]?.open === 0);
  expect([refused, targets]).toEqual([['wrong-secret'], []]);
});

test('what was recorded of a phone and is sent again hears nothing', async () => {
  const { share, refused } = await shareTo(await startCentre());
  const said = app(SECRET);
  await answerTo(phone(share.telegram?.mtproto), said);
  phone(share.telegram?.mtproto, '127.0.0.9').write(said.flight);
  await until(() => refused.length > 0);
  expect(refused).toEqual(['wrong-secret']);
});

test('a phone with an old secret may come with a password all the same', async () => {
  const { share, refused } = await shareTo(await startCentre());
  for (let time = 0; time < 5; time += 1) phone(share.telegram?.mtproto).write(app(Buffer.alloc(16)).flight);
  await until(() => refused.length === 5);
  const socket = phone(share.telegram?.socks);
  socket.write(Buffer.of(5, 1, 2));
  expect(await hear(socket, 2)).toBe('\x05\x02');
});
