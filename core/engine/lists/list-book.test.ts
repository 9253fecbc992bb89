import { describe, expect, test } from 'vitest';
import type { SavedList } from '../../store/vault.ts';
import { openVault } from '../../store/vault.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { createServerList } from '../server-list.ts';
import { dueAt, isDue } from './due.ts';
import type { Fetched } from './fetch.ts';
import { createListBook } from './list-book.ts';
import { refreshLists } from './refresher.ts';

const HOUR = 3_600_000;
const ADDRESS = 'https://lists.example/t0ken';
const line = (host: string) => `socks5://${host}.example:1080`;
const says = (...hosts: string[]) =>
  ({ kind: 'list', text: hosts.map(line).join('\n'), validators: {} }) satisfies Fetched;
const unreachable: Fetched = { kind: 'failed', failure: 'unreachable' };

async function setUp() {
  const clock = createFakeClock();
  const random = createSeededRandom();
  const vault = await openVault('/nowhere', random, 0, { isTraceless: true });
  const servers = createServerList({ ...vault, save: async () => undefined }, clock);
  const book = createListBook(servers, clock, random);
  const add = (fetched: Fetched) => book.add(ADDRESS, async () => fetched);
  const names = () => servers.saved().map(({ expression }) => expression.slice(9, 10));
  const id = () => book.list()[0]?.id ?? '';
  return { clock, random, servers, book, add, names, id };
}

describe('a list of servers', () => {
  test('is kept with its servers behind the person’s own, and shown by its host alone (L2)', async () => {
    const { servers, book, add, names } = await setUp();
    await servers.add(line('b'));
    expect(await add(says('a', 'b', 'c'))).toMatchObject({ kind: 'taken', added: 2, left: 0 });
    expect(names()).toEqual(['b', 'a', 'c']);
    expect(servers.list().map(({ list }) => list !== undefined)).toEqual([false, true, true]);
    expect(book.list()).toMatchObject([{ host: 'lists.example', isFresh: true }]);
    expect(JSON.stringify([book.list(), servers.list()])).not.toContain('t0ken');
  });

  test.each<[string, Fetched]>([
    ['unreachable', unreachable],
    ['no-servers', { kind: 'list', text: 'nothing of use', validators: {} }],
    ['no-servers', { kind: 'list', text: `<!doctype html><a href="${line('a')}">`, validators: {} }],
    ['no-servers', { kind: 'list', text: 'socks5://127.0.0.1:9050\nsocks5://10.0.0.1:1080', validators: {} }],
  ])(
    'of which nothing is of use (%s) is not kept, and names nobody inside this network (L3)',
    async (failure, fetched) => {
      const { book, add, names } = await setUp();
      expect(await add(fetched)).toEqual({ kind: 'failed', failure });
      expect([book.list(), names()]).toEqual([[], []]);
    },
  );

  test('takes its servers along, but for those that have a name or were added by themselves (L4)', async () => {
    const { servers, book, add, names, id } = await setUp();
    await add(says('a', 'b', 'c', 'd'));
    const [, second] = servers.list();
    await servers.rename(second?.id ?? '', 'Anna');
    await servers.add(line('c'));
    expect(await book.refresh(id(), async () => says('d', 'e'))).toMatchObject({ added: 1, gone: 1 });
    expect(names()).toEqual(['b', 'c', 'd', 'e']);
    expect(await book.forget(id())).toBe(true);
    expect(names()).toEqual(['b', 'c']);
    expect(servers.list().every(({ list }) => list === undefined)).toBe(true);
    expect(await book.forget(id())).toBe(false);
  });

  test('does not bring back what the person has removed (L4)', async () => {
    const { servers, book, add, names, id } = await setUp();
    await add(says('a', 'b'));
    await servers.remove('1');
    await book.refresh(id(), async () => says('a', 'b'));
    expect(names()).toEqual(['b']);
  });

  test('that cannot be had stays as it was, and is called stale', async () => {
    const { book, add, names, id } = await setUp();
    await add(says('a'));
    await book.refresh(id(), async () => unreachable);
    expect(book.list()).toMatchObject([{ isFresh: false }]);
    await book.refresh(id(), async () => ({ kind: 'list', text: '<html>', validators: {} }));
    expect(names()).toEqual(['a']);
    await book.refresh(id(), async () => ({ kind: 'unchanged' }));
    expect(book.list()).toMatchObject([{ isFresh: true }]);
  });

  test('that is forgotten while it is fetched does not come back', async () => {
    const { book, add, names, id } = await setUp();
    await add(says('a'));
    await book.refresh(id(), async () => {
      await book.forget(id());
      return says('b');
    });
    expect([book.list(), names()]).toEqual([[], []]);
  });

  test('fills the room there is, and says how many had none', async () => {
    const { servers, add } = await setUp();
    for (let port = 1; port <= 98; port += 1) await servers.add(`socks5://x.example:${port}`);
    expect(await add(says('a', 'b', 'c', 'd', 'e'))).toMatchObject({ added: 2, left: 3 });
  });

  test('is asked for once with what its web server wants to be told', async () => {
    const { book, id } = await setUp();
    await book.add(ADDRESS, async () => ({ ...says('a'), validators: { tag: '"1"' } }));
    let told: unknown;
    await book.refresh(id(), async (_, { tag }) => {
      told = tag;
      return { kind: 'unchanged' };
    });
    expect(told).toBe('"1"');
    for (let at = 0; at < 9; at += 1) await book.add(`https://l${at}.example/`, async () => says('z'));
    expect(book.list()).toHaveLength(8);
  });
});

describe('when a list is asked for again', () => {
  const list: SavedList = { id: 'l', address: ADDRESS, addedAt: 0, askedAt: 1000 * HOUR, futile: 0 };
  const hours = (futile: number, areDown: boolean) =>
    dueAt({ ...list, askedAt: 0, futile }, areDown, 0) / HOUR;

  test('it is 12 h later while it is of use, and half an hour, an hour, … while nothing of it works (L4)', () => {
    expect(hours(0, false)).toBe(12);
    expect([0, 1, 2, 3, 4, 5, 60].map((futile) => hours(futile, true))).toEqual([0.5, 1, 2, 4, 8, 12, 12]);
    expect(hours(2, false)).toBe(2);
    expect(dueAt({ ...list, askedAt: 0 }, false, 1) / HOUR).toBe(15);
  });

  test('a clock that was set back does not keep it waiting for years', () => {
    expect(isDue(list, false, 0, 999 * HOUR)).toBe(false);
    expect(isDue(list, false, 0, 10 * HOUR)).toBe(true);
  });

  test('it is only while somebody keeps asking, and tells of servers that are new or gone', async () => {
    const { clock, random, book, add, names } = await setUp();
    await add(says('a'));
    let asked = 0;
    let changes = 0;
    let isDown = false;
    const ending = new AbortController();
    const work = refreshLists(
      {
        ...{ book, clock, random, areDown: () => isDown },
        onChange() {
          changes += 1;
        },
        fetch: async () => {
          asked += 1;
          return asked === 1 ? says('a') : unreachable;
        },
      },
      ending.signal,
    ).catch(() => 'ended');
    await clock.advance(11.9 * HOUR);
    expect(asked).toBe(0);
    await clock.advance(4 * HOUR);
    expect([asked, changes]).toEqual([1, 0]);
    isDown = true;
    await clock.advance(8 * HOUR);
    expect(asked).toBeLessThan(7);
    expect(asked).toBeGreaterThan(3);
    ending.abort();
    expect(await work).toBe('ended');
    expect(names()).toEqual(['a']);
  });
});
