import { expect, test } from 'vitest';
import type { EngineEvent } from '../contract.ts';
import { createOutage } from './outage.ts';

const SHUTDOWN: EngineEvent = { event: 'network', cause: 'shutdown' };
const outageOf = (event: EngineEvent | null) => (event?.event === 'network' ? event.outage : undefined);

test('no internet is confirmed by a second look a minute later, not by the first (M13)', () => {
  let now = 1_000;
  const outage = createOutage(() => now);
  expect(outageOf(outage.told(SHUTDOWN))).toEqual({ since: 1_000, looks: 1, isConfirmed: false });
  now += 30_000;
  expect(outageOf(outage.lookedAgain())).toEqual({ since: 1_000, looks: 2, isConfirmed: false });
  now += 30_000;
  expect(outageOf(outage.told({ event: 'network', cause: 'offline' }))).toEqual({
    ...{ since: 1_000, looks: 3, isConfirmed: true },
  });
});

test('it is over with the first word of a network that is well, or on another network', () => {
  const outage = createOutage(() => 5);
  outage.told(SHUTDOWN);
  expect(outage.told({ event: 'network', cause: null })).toEqual({ event: 'network', cause: null });
  expect(outage.lookedAgain()).toBeNull();
  outage.told(SHUTDOWN);
  outage.reset();
  expect([outage.isLightEnough(), outage.lookedAgain()]).toEqual([false, null]);
});

test('a network that blocks one messenger is no outage, and other words pass as they are', () => {
  const outage = createOutage(() => 5);
  const word: EngineEvent = { event: 'network', cause: 'intercepted' };
  expect(outage.told(word)).toBe(word);
  const other: EngineEvent = { event: 'error', code: 'internal', message: 'x' };
  expect(outage.told(other)).toBe(other);
  expect(outage.isLightEnough()).toBe(false);
});

test('after four light looks a whole search is due', () => {
  const outage = createOutage(() => 5);
  outage.told(SHUTDOWN);
  for (let look = 0; look < 4; look++) {
    expect(outage.isLightEnough()).toBe(true);
    outage.lookedAgain();
  }
  expect(outage.isLightEnough()).toBe(false);
  outage.told(SHUTDOWN);
  expect(outage.isLightEnough()).toBe(true);
});
