import { expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createPusher } from './pusher.ts';

function setUp() {
  const clock = createFakeClock();
  const pushes: number[] = [];
  return { clock, pushes, pusher: createPusher(clock, () => pushes.push(clock.monotonic())) };
}

test('the first change is pushed at once, and then ten a second at most, the last one too (W3)', async () => {
  const { clock, pushes, pusher } = setUp();
  for (let change = 0; change < 100; change++) {
    pusher.changed(false);
    await clock.advance(10);
  }
  await clock.advance(1000);
  expect(pushes).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test('what is urgent does not wait, and is not pushed again', async () => {
  const { clock, pushes, pusher } = setUp();
  pusher.changed(false);
  await clock.advance(20);
  pusher.changed(false);
  pusher.changed(true);
  await clock.advance(1000);
  expect(pushes).toEqual([0, 20]);
});

test('nothing is pushed while nothing changes, and no timer runs', async () => {
  const { clock, pushes, pusher } = setUp();
  pusher.changed(false);
  await clock.advance(60_000);
  expect([pushes, clock.sleepers()]).toEqual([[0], 0]);
});

test('what still waits is pushed at the close, and nothing after it', async () => {
  const { clock, pushes, pusher } = setUp();
  pusher.changed(false);
  pusher.changed(false);
  pusher.close();
  pusher.changed(true);
  await clock.advance(1000);
  expect([pushes, clock.sleepers()]).toEqual([[0, 0], 0]);
});
