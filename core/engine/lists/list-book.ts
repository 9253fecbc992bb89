import type { ListFailure } from '../../model/list-failure.ts';
import type { Clock, Random } from '../../model/time.ts';
import type { SavedList } from '../../store/vault.ts';
import type { LinkFault } from '../../transports/links/link-list.ts';
import { listHost } from '../../transports/links/list-link.ts';
import type { ServerList } from '../server-list.ts';
import type { Fetched } from './fetch.ts';
import { mergeList, withoutList } from './merge.ts';
import { readList } from './read.ts';
import type { Validators } from './request.ts';

/** Somebody was given one or two. */
export const MOST_LISTS = 8;
const ID_BYTES = 9;

/** A list as it may be shown: whose it is, and nothing else of its address. */
export interface ListedList {
  readonly id: string;
  readonly host: string;
  readonly addedAt: number;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** Whether it was of use when it was asked for last. */
  readonly isFresh: boolean;
}

/** What came of asking for a list. */
export type ListOutcome =
  | {
      readonly kind: 'taken';
      readonly id: string;
      readonly added: number;
      readonly gone: number;
      /** In it, and not taken because there is no room. */
      readonly left: number;
      readonly faults: readonly LinkFault[];
    }
  | { readonly kind: 'unchanged'; readonly id: string }
  | { readonly kind: 'failed'; readonly failure: ListFailure }
  | { readonly kind: 'too-many' };

/** Fetches by whatever way there is. Rejects only when aborted. */
export type FetchList = (address: string, validators: Validators) => Promise<Fetched>;

/** The lists that the person said yes to. */
export interface ListBook {
  list(): readonly ListedList[];
  /** With their addresses: for those that ask. */
  saved(): readonly SavedList[];
  /** Fetches a list for the first time and keeps it with its servers; nothing is kept of one that is of no use. */
  add(address: string, fetch: FetchList): Promise<ListOutcome>;
  /** Fetches one again, and makes its servers what it says now; one that cannot be had stays as it was. `areDown`: none of them works. */
  refresh(id: string, fetch: FetchList, areDown?: boolean): Promise<ListOutcome | undefined>;
  /** Forgets it with its servers; resolves to whether there was one. */
  forget(id: string): Promise<boolean>;
}

export function createListBook(servers: ServerList, clock: Clock, random: Random): ListBook {
  const find = (id: string) => servers.kept().lists.find((list) => list.id === id);

  async function ask(list: SavedList, fetch: FetchList, areDown: boolean): Promise<ListOutcome> {
    const isNew = find(list.id) === undefined;
    const fetched = await fetch(list.address, list);
    const askedAt = clock.now();
    /** Also where it is the same as ever, while nothing of it works. */
    const noUse = async (outcome: ListOutcome): Promise<ListOutcome> => {
      if (!isNew) await note({ ...list, askedAt, futile: list.futile + 1 });
      return outcome;
    };
    if (fetched.kind === 'failed') return noUse(fetched);
    if (fetched.kind === 'unchanged') {
      const outcome = { kind: 'unchanged', id: list.id } as const;
      if (areDown) return noUse(outcome);
      await note({ ...list, askedAt, futile: 0 });
      return outcome;
    }
    const { expressions, faults } = readList(fetched.text, list.address);
    if (expressions.length === 0) return noUse({ kind: 'failed', failure: 'no-servers' });
    return take(list, { isNew, askedAt, validators: fetched.validators, expressions, faults, areDown });
  }

  async function take(
    list: SavedList,
    news: {
      readonly isNew: boolean;
      readonly askedAt: number;
      readonly validators: Validators;
      readonly expressions: readonly string[];
      readonly faults: readonly LinkFault[];
      readonly areDown: boolean;
    },
  ): Promise<ListOutcome> {
    const { askedAt, validators, expressions, faults } = news;
    let counts = { added: 0, gone: 0, left: 0 };
    await servers.change((before) => {
      // What was removed of it meanwhile counts.
      const current = before.lists.find(({ id }) => id === list.id);
      if (current === undefined && !news.isNew) return before;
      const { tag: _tag, modified: _modified, ...rest } = current ?? list;
      const next: SavedList = {
        ...rest,
        askedAt,
        futile: 0,
        ...(validators.tag === undefined ? {} : { tag: validators.tag }),
        ...(validators.modified === undefined ? {} : { modified: validators.modified }),
      };
      const lists = current === undefined ? [...before.lists, next] : before.lists;
      const { added, gone, left, ...kept } = mergeList({ ...before, lists }, next, expressions, {
        addedAt: askedAt,
        idOf: servers.idOf,
      });
      counts = { added, gone, left };
      if (news.areDown && added === 0) return withList(kept, { ...next, futile: list.futile + 1 });
      return kept;
    });
    return { kind: 'taken', id: list.id, ...counts, faults };
  }

  function note(list: SavedList): Promise<void> {
    return servers.change((before) => withList(before, list));
  }

  return {
    list: () =>
      servers.kept().lists.map(({ id, address, addedAt, askedAt, futile }) => ({
        ...{ id, host: listHost(address), addedAt, askedAt, isFresh: futile === 0 },
      })),
    saved: () => servers.kept().lists,
    async add(address, fetch) {
      const { lists } = servers.kept();
      const known = lists.find((list) => list.address === address);
      if (known !== undefined) return ask(known, fetch, false);
      if (lists.length >= MOST_LISTS) return { kind: 'too-many' };
      const id = `list:${Buffer.from(random.bytes(ID_BYTES)).toString('base64url')}`;
      const now = clock.now();
      return ask({ id, address, addedAt: now, askedAt: now, futile: 0 }, fetch, false);
    },
    async refresh(id, fetch, areDown = false) {
      const list = find(id);
      return list === undefined ? undefined : ask(list, fetch, areDown);
    },
    async forget(id) {
      if (find(id) === undefined) return false;
      await servers.change((before) => withoutList(before, id));
      return true;
    },
  };
}

function withList<K extends { readonly lists: readonly SavedList[] }>(kept: K, list: SavedList): K {
  return { ...kept, lists: kept.lists.map((one) => (one.id === list.id ? { ...one, ...list } : one)) };
}
