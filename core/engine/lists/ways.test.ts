import { expect, test } from 'vitest';
import type { Wanted } from '../../finder/finder.ts';
import { emptyTable, namedTransport } from '../../finder/testing.ts';
import type { RouteKey } from '../../model/route.ts';
import { waysTo } from './ways.ts';

const { signal } = new AbortController();
const key = (messenger: string): RouteKey => ({ messenger, purpose: 'chat' });
const plain = namedTransport('system', 'plain');
const shaped = namedTransport('doh:quad9 | tlsfrag:sni');
const server = namedTransport('server:a', 'server');

/** The ways to an address, where these routes were proven. */
async function ways(address: string, resolver: string | null, ...routes: (typeof plain)[]) {
  const table = emptyTable();
  const wanted = routes.map((route, index): Wanted => {
    table.set(key(`m${index}`), route);
    const data = { purpose: 'chat' as const, names: [], ports: [443], samples: [] };
    const messenger = {
      id: `m${index}`,
      name: '',
      cidrs: [],
      hints: {},
      purposes: [],
      endpoints: [],
      sources: [],
    };
    return { key: key(`m${index}`), messenger, data };
  });
  const asked: string[] = [];
  const parts = {
    bricks: { plain: () => plain, byId: (id: string) => namedTransport(id) },
    session: {
      async chooseResolver(name: string) {
        asked.push(name);
        return resolver === null
          ? null
          : { id: resolver, resolve: () => Promise.reject(new Error('not here')) };
      },
      wanted: () => wanted,
      table,
    },
  };
  const found: string[] = [];
  for await (const { id } of waysTo(address, parts, signal)) found.push(id);
  return { found, asked };
}

test('a list is asked for straight with an encrypted resolver first, then as messengers go, then as the system would (L1)', async () => {
  const { found, asked } = await ways(
    'https://lists.example/t0ken',
    'doh:quad9',
    plain,
    server,
    shaped,
    server,
  );
  expect(found).toEqual(['doh:quad9', 'server:a', 'doh:quad9 | tlsfrag:sni', 'system']);
  expect(asked).toEqual(['lists.example']);
});

test('where no encrypted resolver answers, and for an address, that step is left out', async () => {
  expect((await ways('https://lists.example/', null, server)).found).toEqual(['server:a', 'system']);
  const { found, asked } = await ways('https://203.0.113.7/', 'doh:quad9', server);
  expect([found, asked]).toEqual([['server:a', 'system'], []]);
});

test.each(['https://127.0.0.1/x', 'https://192.168.1.1/x', 'https://printer.local/x'])(
  'what lies inside this network (%s) is asked for through nobody else (L3)',
  async (address) => {
    expect((await ways(address, 'doh:quad9', server)).found).toEqual(['system']);
  },
);
