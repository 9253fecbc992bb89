import { describe, expect, test } from 'vitest';
import { namedTransport } from '../finder/testing.ts';
import { chat, SECOND, setUp, wantedOf, web } from './keeper-harness.ts';

const old = namedTransport('doh:quad9 | tlsfrag:sni');

/** True when it is asked first, and never again. */
function once(): () => boolean {
  let asked = 0;
  return () => asked++ === 0;
}

describe('keeping routes where the network changes or is silent', () => {
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
});
