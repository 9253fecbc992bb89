import { describe, expect, it } from 'vitest';
import { createDeferred } from '../../testing/deferred.ts';
import { settle } from '../../testing/fake-clock.ts';
import { abandonable } from '../abort.ts';
import { createJoiner } from './joiner.ts';

function setUp() {
  const joiner = createJoiner<string>();
  const run = createDeferred<string>();
  const signals: AbortSignal[] = [];
  const start = (signal: AbortSignal) => {
    signals.push(signal);
    return run.promise;
  };
  return { joiner, run, signals, start };
}
const never = new AbortController().signal;

describe('createJoiner', () => {
  it('runs once for all who come meanwhile', async () => {
    const { joiner, run, signals, start } = setUp();
    const answers = Promise.all([joiner.join('key', start, never), joiner.join('key', start, never)]);
    run.resolve('done');
    expect(await answers).toEqual(['done', 'done']);
    expect(signals).toHaveLength(1);
    expect(joiner.has('key')).toBe(false);
  });

  it('ends only the waiting of the one who aborts', async () => {
    const { joiner, run, signals, start } = setUp();
    const leaver = new AbortController();
    const left = joiner.join('key', start, leaver.signal);
    const stays = joiner.join('key', start, never);
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(signals[0]?.aborted).toBe(false);
    run.resolve('done');
    expect(await stays).toBe('done');
  });

  it('aborts the run when the last one has gone, and starts anew for the next', async () => {
    const { joiner, signals, start } = setUp();
    const leaver = new AbortController();
    const left = joiner.join('key', start, leaver.signal);
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(signals[0]?.aborted).toBe(true);
    void joiner.join('key', start, never);
    expect(signals).toHaveLength(2);
  });

  it('does not abort a run that is over', async () => {
    const { joiner, run, signals, start } = setUp();
    run.resolve('done');
    await joiner.join('key', start, never);
    await settle();
    expect(signals[0]?.aborted).toBe(false);
  });

  it('gives a failure to all and keeps nothing of it', async () => {
    const { joiner, run, start } = setUp();
    const both = [joiner.join('key', start, never), joiner.join('key', start, never)];
    run.reject(new Error('broken'));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(joiner.has('key')).toBe(false);
  });

  it('starts anew after a clear while the old waiters go on waiting', async () => {
    const { joiner, run, signals, start } = setUp();
    const old = joiner.join('key', start, never);
    joiner.clear();
    const fresh = joiner.join('key', () => Promise.resolve('fresh'), never);
    expect(await fresh).toBe('fresh');
    run.resolve('old');
    expect(await old).toBe('old');
    expect(signals).toHaveLength(1);
  });
});

describe('abandonable', () => {
  it('rejects at once with the reason of a signal aborted before', async () => {
    const waiting = abandonable(new Promise(() => undefined), AbortSignal.abort(new Error('gone')));
    await expect(waiting).rejects.toThrow('gone');
  });
});
