import { describe, expect, test } from 'vitest';
import { type Wanted, wantedOf } from '../finder/finder.ts';
import { routeName } from '../finder/route-table.ts';
import { emptyTable, namedTransport } from '../finder/testing.ts';
import type { Messenger } from '../model/messenger.ts';
import type { RouteKey } from '../model/route.ts';
import { createDeferred } from '../testing/deferred.ts';
import { createAdoption } from './adopt.ts';

function messenger(id: string): Messenger {
  return {
    ...{ id, name: id, cidrs: [], hints: {}, endpoints: [], sources: [] },
    purposes: [{ purpose: 'chat', names: [], ports: [443], samples: [[]] }],
  };
}
const messengers = ['a', 'b', 'c'].map(messenger);
const chat = (id: string): RouteKey => ({ messenger: id, purpose: 'chat' });
const plain = namedTransport('system', 'plain');
const server = namedTransport('server:1', 'server');
const other = namedTransport('server:2', 'server');

/** Chosen are a and b, carried by the plain way and a server, until the person chooses otherwise. */
function setUp() {
  const table = emptyTable();
  table.set(chat('a'), plain);
  table.set(chat('b'), server);
  let chosen = ['a', 'b'];
  let servers = [server];
  let wished = chosen;
  let searching: readonly string[] = [];
  const searched: string[][] = [];
  const dropped: string[] = [];
  let only: readonly string[] = [];
  const earlier = createDeferred<unknown>();
  const adopt = createAdoption(
    {
      bricks: { servers: () => servers },
      observer: { onDropped: (key) => dropped.push(routeName(key)) },
      resources: { messengers },
    },
    {
      table,
      wanted: (): readonly Wanted[] => wantedOf(messengers.filter(({ id }) => chosen.includes(id))),
      onlyThrough: () => new Set(only),
      refresh() {
        chosen = wished;
      },
    },
    {
      searchFor: async (list) => void searched.push(list.map(({ key }) => routeName(key))),
      isSearching: ({ messenger }) => searching.includes(messenger),
      underWay: () => earlier.promise,
    },
  );
  return {
    ...{ table, searched, dropped, adopt, over: () => earlier.resolve(undefined) },
    choose(...ids: string[]) {
      wished = ids;
    },
    hold(...ids: string[]) {
      only = ids;
    },
    searches(...ids: string[]) {
      searching = ids;
    },
    have(...list: (typeof server)[]) {
      servers = list;
    },
  };
}

describe('a standing connection', () => {
  test('drops the bare way of what may not go bare any more, searches another, and the bare one again once it may (D7)', async () => {
    const { adopt, hold, over, searched, table, dropped } = setUp();
    hold('a', 'b');
    const held = adopt();
    over();
    await held;
    expect([dropped, searched[0], table.get(chat('b'))]).toEqual([['a/chat'], ['a/chat'], server]);
    hold();
    await adopt();
    expect(searched).toContainEqual(['a/chat']);
    expect(dropped).toEqual(['a/chat']);
  });

  test('searches what was chosen anew, and leaves what works alone (W7)', async () => {
    const { adopt, choose, over, searched, table, dropped } = setUp();
    choose('a', 'b', 'c');
    over();
    await adopt();
    expect(searched).toEqual([['c/chat'], []]);
    expect([table.get(chat('a')), table.get(chat('b'))]).toEqual([plain, server]);
    expect(dropped).toEqual(['c/chat']);
  });

  test('drops what is not chosen any more, also where a search finds it a way a moment later', async () => {
    const { adopt, choose, over, table, dropped } = setUp();
    choose('a');
    const adopting = adopt();
    expect(table.get(chat('b'))).toBeUndefined();
    table.set(chat('b'), plain);
    over();
    await adopting;
    expect([table.get(chat('b')), table.get(chat('a'))]).toEqual([undefined, plain]);
    expect(dropped).toEqual(['b/chat', 'b/chat']);
  });

  test('looks for another way where the server was taken away (W7)', async () => {
    const { adopt, have, over, searched, table } = setUp();
    have(other);
    over();
    await adopt();
    expect(table.get(chat('b'))).toBeUndefined();
    expect(searched).toEqual([['b/chat'], []]);
  });

  test('searches all that has no way where a server was added, and nothing where one was renamed (W7)', async () => {
    const { adopt, have, over, searched, table } = setUp();
    table.delete(chat('a'));
    over();
    await adopt();
    expect(searched.flat()).toEqual([]);
    have(server, other);
    await adopt();
    expect(searched.flat()).toEqual(['a/chat']);
    await adopt();
    expect(searched.flat()).toEqual(['a/chat']);
  });

  test('searches again what was being searched meanwhile: that search did not know the new server', async () => {
    const { adopt, have, over, searched, searches, table } = setUp();
    table.delete(chat('a'));
    have(server, other);
    searches('a');
    const adopting = adopt();
    over();
    await adopting;
    expect(searched).toEqual([['a/chat'], ['a/chat']]);
  });

  test('looks again for what a search found over a server that was taken away meanwhile', async () => {
    const { adopt, have, over, searched, table } = setUp();
    table.delete(chat('a'));
    have(other);
    const adopting = adopt();
    table.set(chat('a'), server);
    over();
    await adopting;
    expect(searched.at(-1)).toEqual(['a/chat']);
  });
});
