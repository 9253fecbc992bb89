import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createPace } from './pace.ts';

const LIMITS = { bytesPerSecond: 1_000, burst: 4_000 };

test('a burst goes at once, what is beyond it waits its turn, and a rest earns a burst and no more', async () => {
  const clock = createFakeClock();
  const pace = createPace(clock, LIMITS);
  expect([pace(3_000), pace(1_000), pace(500), pace(500)]).toEqual([0, 0, 500, 1_000]);
  await clock.advance(1_000);
  expect(pace(100)).toBe(100);
  await clock.advance(3_600_000);
  expect([pace(4_000), pace(1)]).toEqual([0, 1]);
});

test('whatever comes and however it is cut, no more than the burst and the rate has passed at any moment', async () => {
  const pieces = fc.array(fc.record({ bytes: fc.nat(3_000), rest: fc.nat(2_000) }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(pieces, async (all) => {
      const clock = createFakeClock();
      const pace = createPace(clock, LIMITS);
      const since = clock.monotonic();
      let passed = 0;
      for (const { bytes, rest } of all) {
        const wait = pace(bytes);
        passed += bytes;
        const earned = ((clock.monotonic() - since + wait) / 1000) * LIMITS.bytesPerSecond;
        expect(passed).toBeLessThanOrEqual(LIMITS.burst + earned + 1e-6);
        await clock.advance(rest);
      }
    }),
    { numRuns: 50 },
  );
});
