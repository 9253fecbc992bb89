import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from './fake-clock.ts';

describe('createFakeClock', () => {
  it('stands still until it is told to move', async () => {
    const clock = createFakeClock(5_000);
    expect(clock.now()).toBe(5_000);
    await clock.advance(10);
    expect(clock.now()).toBe(5_010);
    expect(clock.monotonic()).toBe(10);
  });

  it('wakes sleepers in order, those that fall asleep meanwhile included', async () => {
    const clock = createFakeClock();
    const woken: string[] = [];
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name}@${clock.monotonic()}`);
    };
    void sleep('late', 30);
    void sleep('early', 10).then(() => sleep('next', 10));
    void sleep('never', 31);
    await clock.advance(30);
    expect(woken).toEqual(['early@10', 'next@20', 'late@30']);
    expect(clock.sleepers()).toBe(1);
  });

  it('calls what it was given in its time, unless that was called off', async () => {
    const clock = createFakeClock();
    const called: string[] = [];
    clock.after(20, () => called.push(`late@${clock.monotonic()}`));
    clock.after(10, () => called.push(`early@${clock.monotonic()}`));
    const callOff = clock.after(15, () => called.push('never'));
    expect(clock.sleepers()).toBe(3);
    callOff();
    await clock.advance(30);
    expect(called).toEqual(['early@10', 'late@20']);
    expect(clock.sleepers()).toBe(0);
  });

  it('wakes on abort and leaves no listener', async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const sleep = clock.sleep(10, controller.signal);
    const done = clock.sleep(1, controller.signal);
    await clock.advance(1);
    await done;
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort('enough');
    await expect(sleep).rejects.toBe('enough');
    expect(clock.sleepers()).toBe(0);
    await expect(clock.sleep(1, controller.signal)).rejects.toBe('enough');
  });
});
