import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { expect } from 'vitest';
import type { Clock } from '../../model/time.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import type { TestServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';

/** That a dial is given up which nobody answers, once it came to where it should. */
export async function expectGivenUp(dial: (clock: Clock) => Promise<Duplex>, isThere = () => true) {
  const clock = createFakeClock();
  const failure = netError(dial(clock));
  await expect.poll(isThere).toBe(true);
  await expect.poll(() => clock.sleepers()).toBeGreaterThan(0);
  await clock.advance(15_000);
  expect((await failure).failure).toBe('x_proxy_timed_out');
}

/** Whether a target hears of us, by a dial that may be told yes before it is known. */
export async function comesThrough(dialling: Promise<Duplex>, target: TestServer): Promise<boolean> {
  const before = target.accepted();
  const stream = await dialling.catch(() => undefined);
  const closed = stream && once(stream, 'close').catch(() => undefined);
  stream?.on('error', () => undefined).resume();
  stream?.end('hello');
  await closed;
  return target.accepted() > before;
}
