import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { check } from '../testing/fuzz.ts';
import { createStandings } from './standing.ts';
import { namedTransport } from './testing.ts';

const servers = ['a', 'b', 'c', 'd', 'e'].map((id) => namedTransport(id, 'server'));

function setUp() {
  const clock = createFakeClock();
  const standings = createStandings(clock, { bytes: (length) => new Uint8Array(length), uniform: () => 0 });
  const order = () =>
    standings
      .rank(servers)
      .map(({ id }) => id)
      .join('');
  return { clock, standings, order };
}

describe('servers by how they did', () => {
  test('stand as the person ordered them until something is known', () => {
    expect(setUp().order()).toBe('abcde');
  });

  test('stand with proven ones first, quick before slow, and failed ones last (F8)', () => {
    const { standings, order } = setUp();
    standings.failed('a', 'x_proxy_refused');
    standings.failed('a', 'x_proxy_refused');
    standings.failed('b', 'x_proxy_refused');
    standings.worked('d', 4);
    standings.worked('e', 0.5);
    expect(order()).toBe('edcba');
  });

  test('that are about as quick stay in the person’s order', () => {
    const { standings, order } = setUp();
    standings.worked('c', 1.1);
    standings.worked('b', 1.2);
    expect(order()).toBe('bcade');
  });

  test('one that failed is left alone for 20 s, 40 s, … and ten minutes at most (F9)', async () => {
    const { clock, standings } = setUp();
    const rests: number[] = [];
    for (let failures = 1; failures <= 9; failures += 1) {
      standings.failed('a', 'x_proxy_refused');
      let seconds = 0;
      for (; standings.isResting('a'); seconds += 20) await clock.advance(20_000);
      rests.push(seconds);
    }
    expect(rests).toEqual([20, 40, 80, 160, 320, 600, 600, 600, 600]);
    expect(standings.isDown('a')).toBe(true);
  });

  test('a handshake is enough for one that was proven before, and not for one that never was', () => {
    const { standings } = setUp();
    standings.worked('a', 1);
    for (const id of ['a', 'b']) {
      standings.failed(id, 'x_proxy_refused');
      standings.reached(id);
    }
    expect([standings.isDown('a'), standings.isDown('b')]).toEqual([false, true]);
  });

  test('one that carries a messenger is no worse for another that it does not carry', () => {
    const { standings, order } = setUp();
    standings.worked('a', 1);
    standings.fellShort('a');
    standings.failed('a', 'x_proxy_forbidden_target');
    standings.fellShort('b');
    expect([standings.isDown('a'), standings.isDown('b')]).toEqual([false, true]);
    expect(order()).toBe('acdeb');
  });

  test('a failure is forgotten after a day, a proof after two weeks', async () => {
    const { clock, standings, order } = setUp();
    standings.failed('a', 'x_proxy_refused');
    standings.worked('c', 1);
    expect(order()).toBe('cbdea');
    await clock.advance(86_400_000);
    expect([order(), standings.isDown('a')]).toEqual(['cabde', false]);
    await clock.advance(13 * 86_400_000);
    expect(order()).toBe('abcde');
  });

  test('what is kept of one network is recalled there and nowhere else (F8)', () => {
    const { standings, order } = setUp();
    standings.worked('e', 1);
    standings.failed('a', 'x_proxy_refused');
    const kept = JSON.parse(JSON.stringify(standings.toKeep()));
    standings.recall(undefined);
    expect(order()).toBe('abcde');
    standings.recall(kept);
    expect(order()).toBe('ebcda');
  });

  test('are all still there, each once, whatever happened', () => {
    const event = fc.tuple(
      fc.constantFrom('worked', 'reached', 'failed', 'fellShort'),
      fc.constantFrom('a', 'b', 'c', 'x'),
    );
    check(
      fc.property(fc.array(event), (events) => {
        const { standings, order } = setUp();
        for (const [what, id] of events) {
          if (what === 'worked') standings.worked(id, 1);
          else if (what === 'reached') standings.reached(id);
          else if (what === 'failed') standings.failed(id, 'x_proxy_refused');
          else standings.fellShort(id);
        }
        expect([...order()].sort().join('')).toBe('abcde');
      }),
    );
  });
});
