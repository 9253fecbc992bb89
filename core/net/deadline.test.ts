import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { linkedController, onAbort } from './abort.ts';
import { withDeadline } from './deadline.ts';

/** Work that ends only by being aborted. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => onAbort(signal, () => reject(new Error('noticed'))));

describe('withDeadline', () => {
  it('fails with a NetError of the operation once the time is up', async () => {
    const clock = createFakeClock();
    const { signal } = new AbortController();
    const result = withDeadline({ signal, ms: 100, operation: 'tls', clock }, untilAborted);
    const failed = expect(result).rejects.toThrow('tls: generic_timeout_error');
    await clock.advance(99);
    expect(clock.sleepers()).toBe(1);
    await clock.advance(1);
    await failed;
  });

  it('begins anew as long as something grows', async () => {
    const clock = createFakeClock();
    const { signal } = new AbortController();
    let bytes = 0;
    const deadline = { signal, ms: 100, operation: 'tls', clock, progress: () => bytes } as const;
    const failed = expect(withDeadline(deadline, untilAborted)).rejects.toThrow('tls: generic_timeout_error');
    for (const _ of [1, 2, 3]) {
      bytes += 1;
      await clock.advance(100);
      expect(clock.sleepers()).toBe(1);
    }
    await clock.advance(100);
    await failed;
    expect(clock.sleepers()).toBe(0);
  });

  it("fails with the outer signal's reason when that is aborted", async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const result = withDeadline(
      { signal: controller.signal, ms: 100, operation: 'tls', clock },
      untilAborted,
    );
    controller.abort('enough');
    await expect(result).rejects.toBe('enough');
  });

  it('does not start the work when the signal is aborted already', async () => {
    let started = false;
    const deadline = { signal: AbortSignal.abort('before'), ms: 1, operation: 'read' } as const;
    const work = async () => {
      started = true;
    };
    await expect(withDeadline(deadline, work)).rejects.toBe('before');
    expect(started).toBe(false);
  });

  it("passes on the work's result and its own failures", async () => {
    const { signal } = new AbortController();
    const deadline = { signal, ms: 1000, operation: 'read' } as const;
    await expect(withDeadline(deadline, async () => 7)).resolves.toBe(7);
    const failure = new Error('own');
    await expect(withDeadline(deadline, () => Promise.reject(failure))).rejects.toBe(failure);
    const thrower = () => {
      throw failure;
    };
    await expect(withDeadline(deadline, thrower)).rejects.toBe(failure);
  });

  it('leaves neither timer nor listener behind, however it ends', async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const { signal } = controller;
    const deadline = { signal, ms: 10, operation: 'read', clock } as const;
    await withDeadline(deadline, async () => undefined);
    await withDeadline(deadline, () => Promise.reject(new Error('own'))).catch(() => undefined);
    expect(clock.sleepers()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const late = withDeadline(deadline, untilAborted).catch(() => undefined);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await clock.advance(10);
    await late;
    expect(clock.sleepers()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('lets go of the signal that what it returns was made with', async () => {
    const controller = new AbortController();
    const deadline = { signal: controller.signal, ms: 1000, operation: 'read' } as const;
    const inner = await withDeadline(deadline, async (signal) => signal);
    controller.abort();
    expect(inner.aborted).toBe(false);
  });
});

describe('linkedController', () => {
  it('follows its signal until it is unlinked', () => {
    const outer = new AbortController();
    const first = linkedController(outer.signal);
    const second = linkedController(outer.signal);
    second.unlink();
    outer.abort('reason');
    expect(first.controller.signal.reason).toBe('reason');
    expect(second.controller.signal.aborted).toBe(false);
  });

  it('is aborted from the start by a signal that already is', () => {
    expect(linkedController(AbortSignal.abort('early')).controller.signal.reason).toBe('early');
  });

  it('can be aborted without touching its signal', () => {
    const outer = new AbortController();
    linkedController(outer.signal).controller.abort();
    expect(outer.signal.aborted).toBe(false);
  });
});

describe('onAbort', () => {
  it('calls at once on a signal that is already aborted, and never after it was told to stop', () => {
    let calls = 0;
    const count = () => {
      calls += 1;
    };
    onAbort(AbortSignal.abort(), count);
    expect(calls).toBe(1);
    const controller = new AbortController();
    onAbort(controller.signal, count)();
    controller.abort();
    expect(calls).toBe(1);
  });
});
