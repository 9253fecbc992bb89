import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemClock, systemRandom } from './system-clock.ts';

describe('systemClock', () => {
  it('sleeps for about as long as asked', async () => {
    const before = systemClock.monotonic();
    await systemClock.sleep(20);
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(19);
  });

  it("wakes with the signal's reason when aborted, before or during the sleep", async () => {
    await expect(systemClock.sleep(60_000, AbortSignal.abort('before'))).rejects.toBe('before');
    const controller = new AbortController();
    const sleep = systemClock.sleep(60_000, controller.signal);
    const longest = systemClock.sleep(Number.MAX_SAFE_INTEGER, controller.signal);
    await systemClock.sleep(5);
    controller.abort('during');
    await expect(sleep).rejects.toBe('during');
    await expect(longest).rejects.toBe('during');
  });

  it('calls what it was given in its time, unless that was called off', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const called: string[] = [];
    systemClock.after(1, () => called.push('early'));
    systemClock.after(60_000, () => called.push('never'))();
    systemClock.after(Number.MAX_SAFE_INTEGER, () => called.push('at once'))();
    await new Promise<void>((resolve) => systemClock.after(5, resolve));
    expect(called).toEqual(['early']);
    // A timer of the test's runner may have ended meanwhile.
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('leaves no timer and no listener behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const controller = new AbortController();
    await systemClock.sleep(1, controller.signal);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    const sleep = systemClock.sleep(60_000, controller.signal).catch(() => undefined);
    controller.abort();
    await sleep;
    expect(timers()).toBe(before);
  });

  it('tells the time of day in epoch milliseconds', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
  });
});

describe('systemRandom', () => {
  it('draws numbers from [0, 1) that spread over it', () => {
    const drawn = Array.from({ length: 1000 }, () => systemRandom.uniform());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...drawn)).toBeLessThan(0.1);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(Math.max(...drawn)).toBeGreaterThan(0.9);
  });

  it('gives as many bytes as asked, different ones each time', () => {
    expect(systemRandom.bytes(32)).toHaveLength(32);
    expect(systemRandom.bytes(32)).not.toEqual(systemRandom.bytes(32));
  });
});
