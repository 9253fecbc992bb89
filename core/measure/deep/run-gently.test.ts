import { expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { AT_ONCE, type Question, runGently } from './run-gently.ts';

const MANY = 40;

/** Questions that take as long as the clock says, and what was seen of them. */
function setUp(takesMs: number, limitMs = 60_000) {
  const clock = createFakeClock();
  const stop = new AbortController();
  const seen = { order: [] as number[], most: 0, done: 0, open: 0 };
  const questions = Array.from(
    { length: MANY },
    (_, number): Question =>
      async (signal) => {
        seen.open += 1;
        seen.most = Math.max(seen.most, seen.open);
        try {
          await clock.sleep(takesMs, signal);
          seen.order.push(number);
        } finally {
          seen.open -= 1;
        }
      },
  );
  const random = createSeededRandom(3);
  const onDone = () => {
    seen.done += 1;
  };
  const over = runGently(questions, { clock, random, signal: stop.signal, limitMs, onDone });
  over.catch(() => undefined);
  return { clock, stop, seen, over };
}

test('every question is asked once, in no order, a few at one time (M10)', async () => {
  const { clock, seen, over } = setUp(300);
  await clock.advance(10_000);
  expect(await over).toBe(true);
  expect([seen.most, seen.done, seen.open]).toEqual([AT_ONCE, MANY, 0]);
  expect(seen.order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: MANY }, (_, number) => number));
  expect(seen.order).not.toEqual(seen.order.toSorted((a, b) => a - b));
});

test('when the time is up what is under way is broken off, and the rest is left out (M10)', async () => {
  const { clock, seen, over } = setUp(30_000, 60_000);
  await clock.advance(60_000);
  expect(await over).toBe(false);
  expect([seen.done, seen.open]).toEqual([AT_ONCE, 0]);
});

test('it can be called off at any moment (M10)', async () => {
  const { clock, stop, seen, over } = setUp(5000);
  await clock.advance(1000);
  const reason = new Error('the person said stop');
  stop.abort(reason);
  await expect(over).rejects.toBe(reason);
  expect([seen.done, seen.open]).toEqual([0, 0]);
});

test('a fault in a question is not swallowed', async () => {
  const clock = createFakeClock();
  const fault = new Error('a fault of ours');
  const { signal } = new AbortController();
  const options = { clock, random: createSeededRandom(1), signal, limitMs: 1000, onDone: () => undefined };
  const over = runGently([() => Promise.reject(fault)], options);
  over.catch(() => undefined);
  await clock.advance(500);
  await expect(over).rejects.toBe(fault);
});
