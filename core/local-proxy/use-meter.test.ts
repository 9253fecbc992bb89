import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { createUseMeter } from './use-meter.ts';

const SECOND = 1000;
type Event = readonly [second: number, side: 'up' | 'down'];

/** Second at which the connection counts as in use; null where it never does. */
function inUseAt(events: readonly Event[], isChat = false): number | null {
  const meter = createUseMeter(isChat);
  for (const [second, side] of events) {
    meter[side](second * SECOND);
    if (meter.isInUse()) return second;
  }
  return null;
}

/** Up, and down a moment later, at each of these seconds. */
const turns = (...seconds: number[]): Event[] =>
  seconds.flatMap((second): Event[] => [
    [second, 'up'],
    [second + 0.1, 'down'],
  ]);

describe('a connection shows use', () => {
  test('by the third turn of a conversation, 8 s after its first answer (U1)', () => {
    expect(inUseAt(turns(0, 4, 9))).toBe(9.1);
    expect(inUseAt(turns(0, 2, 5))).toBeNull();
    expect(inUseAt(turns(0, 2, 5, 7, 12))).toBe(12.1);
    expect(inUseAt(turns(0, 20))).toBeNull();
  });

  test('not by one page load, however large or slow (U1)', () => {
    const steady = Array.from(
      { length: 600 },
      (_, index): Event => [index / 20, index % 7 === 0 ? 'up' : 'down'],
    );
    expect(inUseAt(steady)).toBeNull();
    expect(inUseAt(turns(0, 0.5, 1, 1.5, 2, 2.5, 3))).toBeNull();
  });

  test('not by a download or an upload that goes on', () => {
    const downloads: Event[] = [
      [0, 'up'],
      ...Array.from({ length: 60 }, (_, second): Event => [second + 1, 'down']),
    ];
    expect(inUseAt(downloads)).toBeNull();
    const uploads = downloads.map(([second, side]): Event => [second, side === 'up' ? 'down' : 'up']);
    expect(inUseAt(uploads)).toBeNull();
  });

  test('not by a server that never answers', () => {
    expect(inUseAt([0, 5, 10, 20].map((second): Event => [second, 'up']))).toBeNull();
    expect(
      inUseAt(
        [0, 5, 10, 20].map((second): Event => [second, 'up']),
        true,
      ),
    ).toBeNull();
  });

  test('by turns that the server begins as well', () => {
    const pushed: Event[] = [...turns(0), [5, 'down'], [5.2, 'up'], [11, 'down'], [11.2, 'up']];
    expect(inUseAt(pushed)).toBe(11.2);
  });

  test('in an app’s own protocol, by a server that still speaks 10 s after its first bytes (U1)', () => {
    const chat: Event[] = [...turns(0), [6, 'down'], [10, 'up'], [10.1, 'down']];
    expect(inUseAt(chat, true)).toBe(10.1);
    expect(inUseAt(chat)).toBeNull();
    expect(inUseAt([...turns(0), [9, 'down'], [30, 'up']], true)).toBeNull();
  });

  test('for good, once it did, and never before its eighth second (U1)', () => {
    const event = fc.tuple(fc.nat(5000), fc.constantFrom<'up' | 'down'>('up', 'down'));
    check(
      fc.property(fc.array(event, { maxLength: 60 }), fc.boolean(), (events, isChat) => {
        const meter = createUseMeter(isChat);
        let now = 0;
        let firstDown: number | null = null;
        let was = false;
        for (const [gap, side] of events) {
          now += gap;
          meter[side](now);
          if (side === 'down') firstDown ??= now;
          if (was) expect(meter.isInUse()).toBe(true);
          was = meter.isInUse();
          if (was) expect(now - (firstDown ?? now)).toBeGreaterThanOrEqual(8 * SECOND);
        }
      }),
    );
  });
});
