import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMoving, TRAFFIC_SECONDS, trafficSeries } from './traffic.ts';

const now = 1_000_000_000;
const item = (ago: number, up: number, down: number, messenger = 'signal') => ({
  at: now - ago * 1000,
  messenger,
  up,
  down,
});

describe('the traffic of the last two minutes', () => {
  it('puts each second into its place, the newest last', () => {
    const [signal] = trafficSeries([item(0, 1, 10), item(1, 2, 20), item(119, 3, 30)], ['signal'], now);
    expect(signal?.up.slice(-2)).toEqual([2, 1]);
    expect(signal?.down[0]).toBe(30);
    expect(signal?.down).toHaveLength(TRAFFIC_SECONDS);
    expect(signal).toMatchObject({ upSum: 6, downSum: 60, upNow: 1, downNow: 10 });
  });

  it('forgets what is older, and whom nobody asked for', () => {
    const [signal] = trafficSeries([item(120, 5, 5), item(0, 5, 5, 'viber')], ['signal'], now);
    expect(signal).toMatchObject({ upSum: 0, downSum: 0 });
  });

  it('shows a messenger that has none as a flat line', () => {
    expect(trafficSeries([], ['signal', 'whatsapp'], now).map(({ messenger }) => messenger)).toEqual([
      'signal',
      'whatsapp',
    ]);
  });

  it('keeps a second that a clock ahead of ours told of', () => {
    expect(trafficSeries([item(-2, 0, 7)], ['signal'], now)[0]?.downSum).toBe(7);
  });

  it('neither loses nor invents a byte within its reach', () => {
    const items = fc.array(fc.tuple(fc.integer({ min: 0, max: 119 }), fc.nat(1e6), fc.nat(1e6)));
    fc.assert(
      fc.property(items, (list) => {
        const [signal] = trafficSeries(
          list.map(([ago, up, down]) => item(ago, up, down)),
          ['signal'],
          now,
        );
        expect(signal?.upSum).toBe(list.reduce((total, [, up]) => total + up, 0));
        expect(signal?.downSum).toBe(list.reduce((total, [, , down]) => total + down, 0));
      }),
    );
  });

  it('moves until the last byte has left the plot', () => {
    expect(isMoving([item(120, 1, 0)], now)).toBe(true);
    expect(isMoving([item(121, 1, 0)], now)).toBe(false);
    expect(isMoving([item(1, 0, 0)], now)).toBe(false);
  });
});
