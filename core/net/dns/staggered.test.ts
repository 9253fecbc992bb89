import { describe, expect, it } from 'vitest';
import { createDeferred, type Deferred } from '../../testing/deferred.ts';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { staggered } from './staggered.ts';

/** What most of these races have in common. */
const PLAIN = {
  signal: new AbortController().signal,
  stagger: () => 250,
  limit: 3,
  patience: 60_000,
};

function runners(count: number) {
  const started: { signal: AbortSignal; run: Deferred<string> }[] = [];
  const attempts = Array.from({ length: count }, () => (signal: AbortSignal) => {
    const run = createDeferred<string>();
    signal.addEventListener('abort', () => run.reject(signal.reason));
    started.push({ signal, run });
    return run.promise;
  });
  return { started, attempts };
}

describe('staggered', () => {
  it('starts the next when the stagger has passed, never more than the limit at once', async () => {
    const clock = createFakeClock();
    const { started, attempts } = runners(5);
    const race = staggered(attempts, { ...PLAIN, clock });
    expect(started).toHaveLength(1);
    await clock.advance(249);
    expect(started).toHaveLength(1);
    await clock.advance(1);
    expect(started).toHaveLength(2);
    await clock.advance(5_000);
    expect(started).toHaveLength(3);
    started[1]?.run.resolve('second');
    expect(await race).toEqual({ value: 'second', index: 1 });
  });

  it('starts the next at once when one fails', async () => {
    const { started, attempts } = runners(3);
    const clock = createFakeClock();
    const race = staggered(attempts, { ...PLAIN, clock });
    started[0]?.run.reject(new Error('dead'));
    await settle();
    expect(started).toHaveLength(2);
    started[1]?.run.resolve('second');
    expect((await race).index).toBe(1);
  });

  it('aborts the losers, leaves no timer, and hands on what comes too late', async () => {
    const clock = createFakeClock();
    const late: string[] = [];
    const slow = createDeferred<string>();
    const signals: AbortSignal[] = [];
    const attempts = [
      (signal: AbortSignal) => {
        signals.push(signal);
        return slow.promise;
      },
      () => Promise.resolve('quick'),
    ];
    const race = staggered(attempts, { ...PLAIN, clock, limit: 2, discard: (value) => late.push(value) });
    await clock.advance(250);
    expect((await race).value).toBe('quick');
    expect(signals[0]?.aborted).toBe(true);
    expect(clock.sleepers()).toBe(0);
    slow.resolve('slow');
    await settle();
    expect(late).toEqual(['slow']);
  });

  it('makes room for another beside one that is silent beyond patience, which may still win', async () => {
    const clock = createFakeClock();
    const { started, attempts } = runners(3);
    const race = staggered(attempts, { ...PLAIN, clock, limit: 1, patience: 1_500 });
    await clock.advance(1_499);
    expect(started).toHaveLength(1);
    await clock.advance(1);
    expect(started).toHaveLength(2);
    started[0]?.run.resolve('slow');
    expect(await race).toEqual({ value: 'slow', index: 0 });
    await settle();
    expect(clock.sleepers()).toBe(0);
  });

  it('rejects with every error, in the order of the attempts', async () => {
    const clock = createFakeClock();
    const attempts = ['one', 'two'].map((text) => () => Promise.reject(new Error(text)));
    const race = staggered(attempts, { ...PLAIN, clock, limit: 1 });
    await expect(race).rejects.toMatchObject({ errors: [{ message: 'one' }, { message: 'two' }] });
    expect(clock.sleepers()).toBe(0);
  });

  it('rejects with the reason of its signal, before and during the race', async () => {
    const clock = createFakeClock();
    const { started, attempts } = runners(2);
    const controller = new AbortController();
    const options = { ...PLAIN, clock, limit: 2 };
    const race = staggered(attempts, { ...options, signal: controller.signal });
    controller.abort(new Error('stop'));
    await expect(race).rejects.toThrow('stop');
    expect(started[0]?.signal.aborted).toBe(true);
    await expect(staggered(attempts, { ...options, signal: controller.signal })).rejects.toThrow('stop');
    expect(started).toHaveLength(1);
  });

  it('rejects where there is nothing to attempt', async () => {
    const race = staggered([], { ...PLAIN, clock: createFakeClock(), stagger: () => 1, limit: 1 });
    await expect(race).rejects.toBeInstanceOf(AggregateError);
  });
});
