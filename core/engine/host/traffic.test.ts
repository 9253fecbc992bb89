import { describe, expect, test } from 'vitest';
import type { StreamItem } from '../../contract.ts';
import { createFakeClock, settle } from '../../testing/fake-clock.ts';
import { createStream } from './stream.ts';
import { createTrafficMeter } from './traffic.ts';

function setUp() {
  const clock = createFakeClock(0);
  const stream = createStream<StreamItem<'traffic'>>(100);
  const meter = createTrafficMeter(clock, stream);
  const items: StreamItem<'traffic'>[] = [];
  const watch = () => stream.watch((more) => items.push(...more));
  return { clock, meter, items, watch };
}

describe('the traffic of messengers', () => {
  test('is summed up each second, apart from each other, and falls to zero once (W4)', async () => {
    const { clock, meter, items, watch } = setUp();
    watch();
    meter.passed('signal', 10, 0);
    meter.passed('signal', 0, 500);
    meter.passed('whatsapp', 1, 1);
    await clock.advance(1000);
    meter.passed('whatsapp', 2, 2);
    await clock.advance(5000);
    expect(items).toEqual([
      { at: 1000, messenger: 'signal', up: 10, down: 500 },
      { at: 1000, messenger: 'whatsapp', up: 1, down: 1 },
      { at: 2000, messenger: 'whatsapp', up: 2, down: 2 },
      { at: 2000, messenger: 'signal', up: 0, down: 0 },
      { at: 3000, messenger: 'whatsapp', up: 0, down: 0 },
    ]);
    expect(clock.sleepers()).toBe(0);
  });

  test('begins again after silence', async () => {
    const { clock, meter, items, watch } = setUp();
    watch();
    meter.passed('signal', 1, 0);
    await clock.advance(10_000);
    meter.passed('signal', 2, 0);
    await clock.advance(10_000);
    expect(items.map(({ at, up }) => [at, up])).toEqual([
      [1000, 1],
      [2000, 0],
      [11_000, 2],
      [12_000, 0],
    ]);
  });

  test('is not measured while nobody watches (W4)', async () => {
    const { clock, meter, items, watch } = setUp();
    meter.passed('signal', 1, 0);
    expect(clock.sleepers()).toBe(0);
    const stop = watch();
    meter.passed('signal', 2, 0);
    await clock.advance(1000);
    await settle();
    stop();
    meter.passed('signal', 4, 0);
    await clock.advance(10_000);
    expect(items.map(({ up }) => up)).toEqual([2]);
    expect(clock.sleepers()).toBe(0);
  });

  test('ends with the host', async () => {
    const { clock, meter, watch } = setUp();
    watch();
    meter.passed('signal', 1, 0);
    meter.close();
    await clock.advance(0);
    expect(clock.sleepers()).toBe(0);
  });
});
