import { describe, expect, test } from 'vitest';
import { NetError } from '../model/failure.ts';
import { turns } from '../testing/event-loop.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createDeferred } from './deferred.ts';
import { createRunner, type EngineRun } from './runner.ts';

const never = new AbortController().signal;

/** An engine in our hands: how often it was started, and how it is ended. */
function createEngine({ fails = false, isReady = true }: { fails?: boolean; isReady?: boolean } = {}) {
  const runs: { die(): void }[] = [];
  let asked = 0;
  const begin = async (): Promise<EngineRun> => {
    const ended = createDeferred<void>();
    runs.push({ die: () => ended.resolve(undefined) });
    if (fails) throw new NetError('proxy', 'x_proxy_engine_failed');
    return {
      door: { host: '127.0.0.1', port: runs.length },
      ready: isReady ? Promise.resolve() : Promise.reject(new NetError('proxy', 'x_proxy_unreachable')),
      ended: ended.promise,
      async end() {
        asked += 1;
        ended.resolve(undefined);
      },
    };
  };
  return { begin, runs, asked: () => asked };
}

describe('an engine that is kept running', () => {
  test('is started when it is first needed, once for all who need it', async () => {
    const engine = createEngine();
    const runner = createRunner(engine.begin, createFakeClock());
    const doors = await Promise.all([runner.open(never), runner.open(never)]);
    expect(doors.map(({ port }) => port)).toEqual([1, 1]);
    expect(engine.runs.length).toBe(1);
  });

  test('is started again when it ends, each time a little later (B5)', async () => {
    const clock = createFakeClock();
    const engine = createEngine();
    const runner = createRunner(engine.begin, clock);
    await runner.open(never);
    for (const pause of [500, 1000, 2000]) {
      const before = engine.runs.length;
      engine.runs.at(-1)?.die();
      await turns(3);
      await clock.advance(pause - 1);
      expect(engine.runs.length).toBe(before);
      await clock.advance(1);
      expect(engine.runs.length).toBe(before + 1);
    }
    expect(await runner.open(never)).toMatchObject({ port: 4 });
  });

  test('is left alone after six ends in a row, until somebody needs it (B5)', async () => {
    const clock = createFakeClock();
    const engine = createEngine();
    const runner = createRunner(engine.begin, clock);
    await runner.open(never);
    for (let count = 0; count < 10; count += 1) {
      engine.runs.at(-1)?.die();
      await turns(3);
      await clock.advance(60_000);
    }
    expect(engine.runs.length).toBe(6);
    expect(await runner.open(never)).toMatchObject({ port: 7 });
  });

  test('that does not start is not started in vain: whoever asks at once is told why it did not', async () => {
    const clock = createFakeClock();
    const engine = createEngine({ fails: true });
    const runner = createRunner(engine.begin, clock);
    await expect(runner.open(never)).rejects.toMatchObject({ failure: 'x_proxy_engine_failed' });
    await expect(runner.open(never)).rejects.toMatchObject({ failure: 'x_proxy_engine_failed' });
    expect(engine.runs.length).toBe(1);
    await clock.advance(500);
    await expect(runner.open(never)).rejects.toMatchObject({ failure: 'x_proxy_engine_failed' });
    expect(engine.runs.length).toBe(2);
  });

  test('that never gets ready is ended', async () => {
    const engine = createEngine({ isReady: false });
    const runner = createRunner(engine.begin, createFakeClock());
    await expect(runner.open(never)).rejects.toMatchObject({ failure: 'x_proxy_unreachable' });
    await turns(3);
    expect(engine.asked()).toBe(1);
  });

  test('goes on starting when one of those who wait leaves', async () => {
    const start = createDeferred<EngineRun>();
    const runner = createRunner(() => start.promise, createFakeClock());
    const leaving = new AbortController();
    const first = runner.open(leaving.signal);
    const second = runner.open(never);
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    start.resolve(await createEngine().begin());
    expect(await second).toMatchObject({ port: 1 });
  });

  test('is ended when it is closed, and not started again', async () => {
    const clock = createFakeClock();
    const engine = createEngine();
    const runner = createRunner(engine.begin, clock);
    await runner.open(never);
    await runner.close();
    await clock.advance(60_000);
    expect([engine.asked(), engine.runs.length]).toEqual([1, 1]);
    await expect(runner.open(never)).rejects.toThrow('closed');
  });
});
