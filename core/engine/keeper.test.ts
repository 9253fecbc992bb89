import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../contract.ts';
import type { Wanted } from '../finder/finder.ts';
import { routeName } from '../finder/route-table.ts';
import { emptyTable, namedTransport } from '../finder/testing.ts';
import type { RouteKey } from '../model/route.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createKeeper } from './keeper.ts';

const SECOND = 1000;
const web: RouteKey = { messenger: 'whatsapp', purpose: 'web' };
const chat: RouteKey = { messenger: 'signal', purpose: 'chat' };
const old = namedTransport('doh:quad9 | tlsfrag:sni');
const better = namedTransport('server:a', 'server');

/** True when it is asked first, and never again. */
function once(): () => boolean {
  let asked = 0;
  return () => asked++ === 0;
}

function wantedOf(key: RouteKey): Wanted {
  return {
    key,
    messenger: {
      id: key.messenger,
      name: key.messenger,
      cidrs: [],
      hints: {},
      purposes: [],
      endpoints: [],
      sources: [],
    },
    data: { purpose: key.purpose, samples: [], names: [], ports: [443] },
  };
}

interface Circumstances {
  readonly finds?: (search: number) => void | Promise<void>;
  readonly changes?: () => boolean;
  readonly dead?: () => readonly RouteKey[];
  /** What the light look says. */
  readonly out?: () => boolean;
}

function setUp(options: Circumstances = {}) {
  const clock = createFakeClock();
  const events: EngineEvent[] = [];
  const searches: string[] = [];
  const looks: string[] = [];
  /** Milliseconds that the computer slept: its wall clock went on, its timers did not. */
  let slept = 0;
  const wanted = [web, chat].map(wantedOf);
  const table = emptyTable();
  const keeper = createKeeper(
    {
      table,
      clock: { ...clock, now: () => clock.now() + slept },
      random: { bytes: (length) => new Uint8Array(length), uniform: () => 0.5 },
      emit: (event) => events.push(event),
      search: async (list) => {
        searches.push(`${clock.monotonic() / SECOND} ${list.map(({ key }) => routeName(key)).join()}`);
        await clock.sleep(100);
        await options.finds?.(searches.length);
      },
      async networkChanged(isThorough) {
        looks.push(`${clock.monotonic() / SECOND}${isThorough ? ' thoroughly' : ''}`);
        return options.changes?.() ?? false;
      },
      isStillOut: async () => options.out?.() ?? false,
      unproven: async () => wanted.filter(({ key }) => options.dead?.().includes(key)),
      wanted: () => wanted,
    },
    new AbortController().signal,
  );
  const sleep = (ms: number) => {
    slept += ms;
  };
  return { clock, events, searches, looks, sleep, table, keeper };
}

describe('keeping routes', () => {
  test('a route in trouble is searched again and the move is told', async () => {
    const { clock, events, searches, table, keeper } = setUp({ finds: () => table.set(web, better) });
    table.set(web, old);
    keeper.start();
    keeper.trouble(web);
    await clock.advance(SECOND);
    expect(searches).toEqual(['0 whatsapp/web']);
    expect(events).toEqual([{ event: 'moved', ...web, from: old.label, to: better.label }]);
  });

  test('trouble may come of another network: that is looked at first, and searched whole (C9)', async () => {
    let changed = true;
    const { clock, searches, looks, table, keeper } = setUp({
      changes: () => {
        const now = changed;
        changed = false;
        return now;
      },
    });
    table.set(web, old);
    table.set(chat, old);
    keeper.start();
    keeper.trouble(web);
    await clock.advance(SECOND);
    expect([looks, searches]).toEqual([['0'], ['0 whatsapp/web,signal/chat']]);
    keeper.stop();
  });

  test('while nothing at all gets through, light looks take the place of searches, ever rarer, until it is back (M13)', async () => {
    const looked: number[] = [];
    let isOut = true;
    const { clock, searches, keeper } = setUp({
      out: () => {
        looked.push(clock.monotonic() / SECOND);
        return isOut;
      },
    });
    keeper.start();
    await clock.advance(3_000 * SECOND);
    expect(looked).toEqual([30, 90, 210, 450, 930, 1530, 2130, 2730]);
    expect(searches).toEqual([]);
    isOut = false;
    await clock.advance(600 * SECOND);
    expect(searches).toEqual(['3330 whatsapp/web,signal/chat']);
    keeper.stop();
  });

  test('trouble that goes on does not search in a tight loop', async () => {
    const { clock, searches, table, keeper } = setUp();
    table.set(web, old);
    table.set(chat, old);
    keeper.start();
    for (let second = 0; second < 25; second++) {
      keeper.trouble(web);
      await clock.advance(SECOND);
    }
    expect(searches).toHaveLength(3);
  });

  test('what was not found is looked for again after 30 s, then 60 s, then 120 s', async () => {
    const { clock, searches, table, keeper } = setUp();
    table.set(web, old);
    keeper.start();
    await clock.advance(230 * SECOND);
    expect(searches).toEqual(['30 signal/chat', '90.1 signal/chat', '210.2 signal/chat']);
    keeper.stop();
  });

  test('nothing is searched while every route holds', async () => {
    const { clock, searches, table, keeper } = setUp();
    table.set(web, old);
    table.set(chat, old);
    keeper.start();
    await clock.advance(3600 * SECOND);
    expect(searches).toEqual([]);
    keeper.stop();
  });

  test('another network is searched whole', async () => {
    const { clock, searches, table, keeper } = setUp({
      changes: once(),
    });
    table.set(web, old);
    table.set(chat, old);
    keeper.start();
    await clock.advance(15 * SECOND);
    expect(searches).toEqual(['10 whatsapp/web,signal/chat']);
    keeper.stop();
  });

  test('the network is looked at every ten seconds and no faster (C9)', async () => {
    const { clock, looks, keeper } = setUp();
    keeper.start();
    await clock.advance(35 * SECOND);
    expect(looks).toEqual(['10', '20', '30']);
    keeper.stop();
  });

  test('after sleep it is looked at thoroughly, and only what died meanwhile is searched (C9)', async () => {
    const { clock, searches, looks, sleep, table, keeper } = setUp({ dead: () => [web] });
    table.set(web, old);
    table.set(chat, old);
    keeper.start();
    sleep(29 * SECOND);
    await clock.advance(10 * SECOND);
    expect([looks, searches]).toEqual([['10'], []]);
    sleep(3600 * SECOND);
    await clock.advance(10 * SECOND);
    expect([looks.at(-1), searches]).toEqual(['20 thoroughly', ['20 whatsapp/web']]);
    keeper.stop();
  });

  test('whoever asks for a look gets one, also of what has no way; whoever asks meanwhile shares it (C9)', async () => {
    const { clock, searches, looks, table, keeper } = setUp();
    table.set(web, old);
    keeper.start();
    const both = [keeper.look(), keeper.look()];
    await clock.advance(SECOND);
    await Promise.all(both);
    expect([looks, searches]).toEqual([['0 thoroughly'], ['0 signal/chat']]);
    keeper.stop();
  });

  test('a look that finds another network searches it whole, once (C9)', async () => {
    const { clock, searches, table, keeper } = setUp({
      changes: once(),
      dead: () => [web, chat],
    });
    table.set(web, old);
    table.set(chat, old);
    keeper.start();
    const look = keeper.look();
    await clock.advance(5 * SECOND);
    await look;
    expect(searches).toEqual(['0 whatsapp/web,signal/chat']);
    keeper.stop();
  });

  test('trouble during the first search starts no second one', async () => {
    const { clock, searches, table, keeper } = setUp();
    table.set(web, old);
    keeper.trouble(web);
    await clock.advance(SECOND);
    expect(searches).toEqual([]);
  });

  test('a way that is gone and was not replaced is said to be gone', async () => {
    const { clock, events, table, keeper } = setUp({ finds: () => table.delete(web) });
    table.set(web, old);
    keeper.start();
    keeper.trouble(web);
    await clock.advance(SECOND);
    expect(events).toEqual([{ event: 'moved', ...web, from: old.label, to: null }]);
    keeper.stop();
  });

  test('one search that breaks is told and does not end the keeping', async () => {
    const { clock, events, searches, keeper } = setUp({
      finds: (search) => {
        if (search === 1) throw new Error('no space left');
      },
    });
    keeper.start();
    await clock.advance(200 * SECOND);
    keeper.stop();
    expect(searches.length).toBeGreaterThan(1);
    expect(events).toContainEqual({ event: 'error', code: 'internal', message: 'no space left' });
  });

  test('when the network changes during a search, what was being searched is searched again', async () => {
    let changed = false;
    const { clock, searches, table, keeper } = setUp({
      finds: (search) => (search === 1 ? clock.sleep(60 * SECOND) : undefined),
      changes: () => changed,
    });
    table.set(web, old);
    table.set(chat, old);
    keeper.start();
    await clock.advance(8 * SECOND);
    keeper.trouble(web);
    changed = true;
    await clock.advance(4 * SECOND);
    changed = false;
    keeper.stop();
    expect(searches[1]).toContain('whatsapp/web');
  });

  test('who asks for a search gets one of what is not being searched already', async () => {
    const { clock, searches, keeper } = setUp();
    const wanted = [web, chat].map(wantedOf);
    const first = keeper.searchFor(wanted.slice(0, 1));
    const second = keeper.searchFor(wanted);
    expect(searches).toEqual(['0 whatsapp/web', '0 signal/chat']);
    let isOver = false;
    keeper.underWay().then(
      () => {
        isOver = true;
      },
      () => undefined,
    );
    await clock.advance(50);
    expect(isOver).toBe(false);
    await clock.advance(50);
    await Promise.all([first, second]);
    expect(isOver).toBe(true);
  });

  test('a search that another network overtook does not free what the newer one searches', async () => {
    let changes = 0;
    const { clock, searches, keeper } = setUp({
      finds: (search) => (search === 1 ? clock.sleep(11 * SECOND) : clock.sleep(60 * SECOND)),
      changes: () => ++changes === 2,
    });
    keeper.start();
    keeper.trouble(web);
    await clock.advance(15 * SECOND);
    await keeper.searchFor([wantedOf(web)]);
    expect(searches).toEqual(['0 whatsapp/web', '10 whatsapp/web,signal/chat']);
    keeper.stop();
  });

  test('after stopping, nobody sleeps on', async () => {
    const { clock, keeper } = setUp();
    keeper.start();
    await clock.advance(SECOND);
    keeper.stop();
    await clock.advance(SECOND);
    expect(clock.sleepers()).toBe(0);
  });
});
