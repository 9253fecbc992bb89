import { type Wanted, wantedOf } from '../finder/finder.ts';
import { routeName } from '../finder/route-table.ts';
import type { RouteKey } from '../model/route.ts';
import type { Keeper } from './keeper.ts';
import type { EngineParts } from './parts.ts';
import type { Session } from './session.ts';

interface Surroundings {
  readonly bricks: Pick<EngineParts['bricks'], 'servers'>;
  readonly observer: Pick<EngineParts['observer'], 'onDropped'>;
  readonly resources: Pick<EngineParts['resources'], 'messengers'>;
}

/**
 * Lets a standing connection take over which messengers are chosen and which servers there are now, and searches what that
 * concerns: what was chosen anew, what was carried by a server that was taken away, and all that has no way where a server
 * was added; what may not go bare any more, and what may again. Everything else stays. What is returned rejects only when the keeper was stopped.
 */
export function createAdoption(
  { bricks, observer, resources }: Surroundings,
  session: Pick<Session, 'table' | 'wanted' | 'refresh' | 'onlyThrough'>,
  keeper: Pick<Keeper, 'searchFor' | 'underWay' | 'isSearching'>,
): () => Promise<void> {
  const { table, wanted } = session;
  let servers = bricks.servers();
  let held = new Set(session.onlyThrough());
  const nameOf = ({ key }: Wanted) => routeName(key);
  const namesOf = (list: readonly Wanted[]) => new Set(list.map(nameOf));
  const missing = () => wanted().filter(({ key }) => table.get(key) === undefined);

  function drop(key: RouteKey): void {
    table.delete(key);
    observer.onDropped(key);
  }

  /**
   * Drops routes of what is not wanted any more, those over servers that were taken away, and bare ones of what must not go
   * bare; the names of all of them.
   */
  function dropStale(): ReadonlySet<string> {
    const names = namesOf(wanted());
    const stale = wantedOf(resources.messengers).filter((one) => {
      const route = table.get(one.key);
      const isGone = route?.kind === 'server' && !bricks.servers().includes(route);
      const isBare = route?.kind === 'plain' && session.onlyThrough().has(one.key.messenger);
      return route !== undefined && (isGone || isBare || !names.has(nameOf(one)));
    });
    for (const { key } of stale) drop(key);
    return namesOf(stale);
  }

  return async () => {
    const before = namesOf(wanted());
    session.refresh();
    const hasMore = bricks.servers().some((server) => !servers.includes(server));
    servers = bricks.servers();
    const freed = [...held].filter((id) => !session.onlyThrough().has(id));
    held = new Set(session.onlyThrough());
    const added = wanted().filter((one) => !before.has(nameOf(one)));
    // A search that was called off too late may have left a route to what is chosen anew.
    for (const { key } of added) drop(key);
    const concerned = new Set([...namesOf(added), ...dropStale()]);
    for (const one of wanted()) if (freed.includes(one.key.messenger)) concerned.add(nameOf(one));
    const list = missing().filter((one) => hasMore || concerned.has(nameOf(one)));
    const late = namesOf(list.filter(({ key }) => keeper.isSearching(key)));
    const earlier = keeper.underWay();
    await keeper.searchFor(list);
    // What was being searched meanwhile did without a server that was added, or found one that was taken away.
    await earlier;
    const again = new Set([...late, ...dropStale()]);
    await keeper.searchFor(missing().filter((one) => again.has(nameOf(one))));
  };
}
