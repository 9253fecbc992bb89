import { MOST_SERVERS, type SavedList, type SavedServer } from '../../store/vault.ts';

/** What the vault holds: servers, and the lists that some of them came with. */
export interface Kept {
  readonly servers: readonly SavedServer[];
  readonly lists: readonly SavedList[];
}

export interface Merged extends Kept {
  readonly added: number;
  readonly gone: number;
  /** In the list, and not taken because there is no room. */
  readonly left: number;
}

const MOST_REMOVED = 200;

/**
 * Makes the servers of one list what it says now. One that is in it no more goes, unless the person has named it: then it is
 * theirs. One that was there before by itself, or that the person has removed, is left as it is.
 */
export function mergeList(
  kept: Kept,
  list: SavedList,
  expressions: readonly string[],
  { addedAt, idOf }: { readonly addedAt: number; readonly idOf: (server: SavedServer) => string | undefined },
): Merged {
  const listed = new Set(expressions);
  const staying = kept.servers.flatMap((server) => {
    if (server.list !== list.id || listed.has(server.expression)) return [server];
    return server.name === undefined ? [] : [ofItsOwn(server)];
  });
  const known = new Set(staying.map(({ expression }) => expression));
  const fresh = [...listed]
    .filter((expression) => !known.has(expression))
    .map((expression): SavedServer => ({ expression, addedAt, list: list.id }))
    .filter((server) => !list.removed?.includes(idOf(server) ?? ''));
  const taken = fresh.slice(0, Math.max(0, MOST_SERVERS - staying.length));
  return {
    servers: [...staying, ...taken],
    lists: kept.lists.map((one) => (one.id === list.id ? list : one)),
    added: taken.length,
    gone: kept.servers.length - staying.length,
    left: fresh.length - taken.length,
  };
}

/** Forgets a list with its servers; those that the person has named stay. */
export function withoutList(kept: Kept, id: string): Kept {
  const servers = kept.servers.flatMap((server) => {
    if (server.list !== id) return [server];
    return server.name === undefined ? [] : [ofItsOwn(server)];
  });
  return { servers, lists: kept.lists.filter((list) => list.id !== id) };
}

/** Forgets a server; the list it came with does not bring it again. */
export function withoutOne({ servers, lists }: Kept, removed: SavedServer, id: string | undefined): Kept {
  const note = (list: SavedList): SavedList =>
    list.id !== removed.list || id === undefined
      ? list
      : { ...list, removed: [...(list.removed ?? []), id].slice(-MOST_REMOVED) };
  return { servers: servers.filter((server) => server !== removed), lists: lists.map(note) };
}

/** The same server, and no list's any more. */
export function ofItsOwn({ list: _, ...server }: SavedServer): SavedServer {
  return server;
}
