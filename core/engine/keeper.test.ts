import { describe, expect, test } from 'vitest';
import { namedTransport } from '../finder/testing.ts';
import { chat, SECOND, setUp, wantedOf, web } from './keeper-harness.ts';

const old = namedTransport('doh:quad9 | tlsfrag:sni');
const better = namedTransport('server:a', 'server');

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

  test('after stopping, nobody sleeps on', async () => {
    const { clock, keeper } = setUp();
    keeper.start();
    await clock.advance(SECOND);
    keeper.stop();
    await clock.advance(SECOND);
    expect(clock.sleepers()).toBe(0);
  });
});
