import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { checkAsync } from '../../testing/fuzz.ts';
import type { Connection } from '../connect.ts';
import { createLifecycle } from './lifecycle.ts';

/** As much of a connection as a lifecycle touches. */
function stubConnection(close: () => Promise<void>): Connection {
  const nothing = async () => undefined;
  const session: Connection['session'] = Object.create(null);
  const sharing: Connection['sharing'] = Object.create(null);
  return {
    ...{ port: 1, pacUrl: '', searched: nothing(), missing: () => [] },
    ...{
      searchMissing: nothing,
      look: nothing,
      adopt: nothing,
      session,
      openMtproto: async () => ({ port: 1, secret: '' }),
      sharing,
      ended: new AbortController().signal,
      close,
    },
  };
}

function setUp(options: { opensIn?: number; closesIn?: number; fails?: (attempt: number) => boolean } = {}) {
  const { opensIn = 100, closesIn = 100, fails = () => false } = options;
  const clock = createFakeClock();
  const told: string[] = [];
  let [openNow, attempts, mostOpen] = [0, 0, 0];
  const lifecycle = createLifecycle({
    async open(signal) {
      attempts += 1;
      await clock.sleep(opensIn, signal);
      if (fails(attempts)) throw new Error('no port');
      openNow += 1;
      mostOpen = Math.max(mostOpen, openNow);
      return stubConnection(async () => {
        await clock.sleep(closesIn);
        openNow -= 1;
      });
    },
    onConnecting: () => told.push('connecting'),
    onOpened: () => told.push('opened'),
    onStopping: () => told.push('stopping'),
    onStopped: () => told.push('stopped'),
    onFailed: (error) => told.push(String(error)),
  });
  return {
    clock,
    told,
    lifecycle,
    openNow: () => openNow,
    mostOpen: () => mostOpen,
    attempts: () => attempts,
  };
}

describe('whatever is pressed in whatever order', () => {
  test('connecting opens, disconnecting closes', async () => {
    const { clock, told, lifecycle } = setUp();
    lifecycle.connect();
    lifecycle.connect();
    expect(lifecycle.current()).toBeNull();
    await clock.advance(100);
    expect(lifecycle.current()?.port).toBe(1);
    const done = lifecycle.disconnect();
    expect(lifecycle.current()).toBeNull();
    await clock.advance(100);
    await done;
    expect(told).toEqual(['connecting', 'opened', 'stopping', 'stopped']);
  });

  test('disconnecting while it opens calls that off', async () => {
    const { clock, told, lifecycle, openNow } = setUp();
    lifecycle.connect();
    await clock.advance(50);
    await lifecycle.disconnect();
    expect(told).toEqual(['connecting', 'stopping', 'stopped']);
    expect([openNow(), clock.sleepers()]).toEqual([0, 0]);
  });

  test('connecting while it stops opens again afterwards, and who waits for the stop waits for it alone', async () => {
    const { clock, told, lifecycle, openNow } = setUp();
    lifecycle.connect();
    await clock.advance(100);
    let stoppedAt = 0;
    lifecycle.disconnect().then(
      () => {
        stoppedAt = clock.monotonic();
      },
      () => undefined,
    );
    lifecycle.connect();
    await clock.advance(200);
    expect(stoppedAt).toBe(200);
    expect(told).toEqual(['connecting', 'opened', 'stopping', 'stopped', 'connecting', 'opened']);
    expect([openNow(), lifecycle.current()?.port]).toEqual([1, 1]);
  });

  test('a second thought while it opens opens anew: what was called off is not used', async () => {
    const { clock, told, lifecycle, attempts } = setUp();
    lifecycle.connect();
    await clock.advance(50);
    void lifecycle.disconnect();
    lifecycle.connect();
    await clock.advance(200);
    expect(attempts()).toBe(2);
    expect(told).toEqual(['connecting', 'stopping', 'stopped', 'connecting', 'opened']);
  });

  test('what cannot be opened is told, and not tried again by itself', async () => {
    const { clock, told, lifecycle } = setUp({ fails: (attempt) => attempt === 1 });
    lifecycle.connect();
    await clock.advance(10_000);
    expect(told).toEqual(['connecting', 'Error: no port', 'stopped']);
    lifecycle.connect();
    await clock.advance(100);
    expect(told.slice(3)).toEqual(['connecting', 'opened']);
  });

  test('disconnecting when nothing is open is done at once', async () => {
    const { told, lifecycle } = setUp();
    await lifecycle.disconnect();
    await lifecycle.disconnect();
    expect(told).toEqual([]);
  });

  test('the last press decides, and never are two open at once (W1)', async () => {
    const press = fc.record({ connects: fc.boolean(), after: fc.nat(250), ticks: fc.nat(6) });
    const times = { opensIn: fc.nat(200), closesIn: fc.nat(200) };
    await checkAsync(
      fc.asyncProperty(fc.array(press, { maxLength: 12 }), fc.record(times), async (presses, durations) => {
        const { clock, lifecycle, openNow, mostOpen, told } = setUp(durations);
        let waiting = 0;
        for (const { connects, after, ticks } of presses) {
          // Some presses come between two steps of what is going on.
          if (ticks === 0) await clock.advance(after);
          else void clock.advance(after);
          for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
          if (connects) lifecycle.connect();
          else {
            waiting += 1;
            lifecycle.disconnect().then(
              () => {
                waiting -= 1;
              },
              () => undefined,
            );
          }
        }
        await clock.advance(2000);
        await settle();
        const isWanted = presses.at(-1)?.connects ?? false;
        expect(openNow()).toBe(isWanted ? 1 : 0);
        expect(lifecycle.current() !== null).toBe(isWanted);
        expect(mostOpen()).toBeLessThanOrEqual(1);
        expect([waiting, clock.sleepers()]).toEqual([0, 0]);
        if (told.length > 0) expect(told.at(-1)).toBe(isWanted ? 'opened' : 'stopped');
      }),
    );
  });
});
