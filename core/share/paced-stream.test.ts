import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { hearAll } from '../local-proxy/harness.ts';
import { closedAfterTest } from '../testing/closed-after-test.ts';
import { until } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { startServer } from '../testing/servers.ts';
import { echo, sendAndHear } from '../testing/streams.ts';
import { phone, shareTo } from './harness.ts';
import { createPace } from './pace.ts';
import { PacedStream } from './paced-stream.ts';

const NOISE = 'WA\x06\x03 and a client hello';
const SLOW = { bytesPerSecond: 1_000, burst: 10 };

/** Both ends of a connection, ours paced. */
async function pair(allowHalfOpen = true) {
  const clock = createFakeClock();
  const arrived: Socket[] = [];
  const server = await closedAfterTest(startServer((socket) => void arrived.push(socket)));
  const far = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen });
  far.on('error', () => undefined);
  await until(() => arrived.length > 0);
  const [near] = arrived;
  if (near === undefined) throw new Error('nothing arrived');
  near.on('error', () => undefined);
  return { clock, far, near, paced: new PacedStream(near, createPace(clock, SLOW), clock) };
}

test('bytes wait their turn both ways, and the end comes after the last of them', async () => {
  const { clock, far, near, paced } = await pair();
  const heard: string[] = [];
  paced.on('data', (chunk: Buffer) => void heard.push(chunk.toString()));
  far.end('x'.repeat(110));
  await until(() => near.readableEnded);
  expect([heard.join('').length, paced.readableEnded]).toEqual([0, false]);
  await clock.advance(100);
  await until(() => paced.readableEnded);
  expect(heard.join('')).toBe('x'.repeat(110));

  const all = hearAll(far);
  paced.end('y'.repeat(50));
  await clock.advance(49);
  expect(near.bytesWritten).toBe(0);
  await clock.advance(1);
  expect(await all).toBe('y'.repeat(50));
  await until(() => paced.destroyed && near.destroyed);
});

test('a break is a break on both sides, and what waited then is not sent', async () => {
  const one = await pair();
  one.far.resetAndDestroy();
  await until(() => one.paced.destroyed);

  const { clock, far, near, paced } = await pair();
  const closed = new Promise((resolve) => far.once('close', resolve));
  paced.write('z'.repeat(500));
  paced.destroy();
  expect(await closed).toBe(true);
  await clock.advance(1_000);
  expect(near.bytesWritten).toBe(0);
});

test('a device beyond its rate waits with all its connections, another does not (H3)', async () => {
  const clock = createFakeClock();
  const limits = { bytesPerSecond: 1_000, burst: NOISE.length };
  const { share } = await shareTo(await closedAfterTest(startServer(echo)), { clock, limits });
  const [one, two] = [phone(share.whatsapp?.plain), phone(share.whatsapp?.plain)];
  expect(await sendAndHear(one, NOISE)).toBe(NOISE);
  const late: string[] = [];
  const slow = sendAndHear(two, NOISE).then((heard) => late.push(heard));
  expect(await sendAndHear(phone(share.whatsapp?.plain, '127.0.0.7'), NOISE)).toBe(NOISE);
  expect(late).toEqual([]);
  await clock.advance(1_000);
  await slow;
  expect(late).toEqual([NOISE]);
});
