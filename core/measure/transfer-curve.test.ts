import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../model/trace.ts';
import { isThrottled, judgeTransfer, meanRate } from './transfer-curve.ts';

const KIB = 1024;

/** A curve sampled every 250 ms up to `ms`, by the bytes at a moment. */
function curve(ms: number, bytesAt: (ms: number) => number): CurvePoint[] {
  return Array.from({ length: ms / 250 }, (_, index) => (index + 1) * 250).map((at) => ({
    ms: at,
    bytes: bytesAt(at),
  }));
}
const rate = (bytesPerSecond: number) => (ms: number) => (bytesPerSecond * ms) / 1000;
const judge = (points: readonly CurvePoint[], control: number | null = null) => {
  const judgement = judgeTransfer(points, control);
  return judgement.kind === 'failed' ? judgement.failure : judgement.kind;
};

describe('a transfer under way', () => {
  it('goes on while bytes come', () => {
    expect(judge([])).toBe('going');
    expect(judge(curve(2750, rate(16_000)), 4e6)).toBe('going');
  });

  it('is frozen after 2.5 s without a byte, not before (M3)', () => {
    const stops = (ms: number) => Math.min(16 * KIB, ms * 100);
    expect(judge(curve(2500, stops))).toBe('going');
    expect(judge(curve(2750, stops))).toBe('x_frozen');
  });

  it('is silent, not frozen, when nothing came at all', () => {
    expect(judge(curve(2750, () => 0))).toBe('going');
    expect(judge(curve(3000, () => 0))).toBe('generic_timeout_error');
  });

  it('is throttled after 3 s when it crawls beside the control (M4)', () => {
    expect(judge(curve(3000, rate(16_000)), 4e6)).toBe('x_throttled');
  });

  it('is not throttled where the control crawls too, or is not known (M4)', () => {
    expect(judge(curve(3000, rate(16_000)), 20_000)).toBe('going');
    expect(judge(curve(3000, rate(16_000)), null)).toBe('going');
  });

  it('has done enough after 6 s when it is slow but past where freezes happen', () => {
    expect(judge(curve(6000, rate(8_000)))).toBe('enough');
    expect(judge(curve(6000, rate(3_000)))).toBe('x_throttled');
  });
});

describe('a rate', () => {
  it.each([
    [16_000, 1_000_000, true],
    [31_000, 1_000_000, true],
    [40_000, 100_000_000, false],
    [16_000, 100_000, false],
    [16_000, null, false],
  ])('of %d beside a control of %s is throttled: %s', (bytesPerSecond, control, expected) => {
    expect(isThrottled(bytesPerSecond, control)).toBe(expected);
  });

  it('is the mean up to the last point', () => {
    expect(meanRate([])).toBe(0);
    expect(meanRate([{ ms: 0, bytes: 5 }])).toBe(0);
    expect(meanRate(curve(2000, rate(5000)))).toBe(5000);
  });
});
