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
 * Lets a standing connection take over which messengers are chosen and which servers there are now, and searches what has
 * no way for it. Routes that are still wanted stay. What is returned rejects only when the keeper was stopped.
 */
export function createAdoption(
  { bricks, observer, resources }: Surroundings,
  session: Pick<Session, 'table' | 'wanted' | 'refresh'>,
  keeper: Pick<Keeper, 'searchFor' | 'underWay'>,
): () => Promise<void> {
  const { table, wanted } = session;
  const missing = () => wanted().filter(({ key }) => table.get(key) === undefined);
  const nameOf = ({ key }: Wanted) => routeName(key);

  function drop(key: RouteKey): void {
    table.delete(key);
    observer.onDropped(key);
  }

  /** Routes of what is not wanted any more, and those over servers that were taken away. */
  function dropStale(): void {
    const names = new Set(wanted().map(nameOf));
    for (const one of wantedOf(resources.messengers)) {
      const route = table.get(one.key);
      const isGone = route?.kind === 'server' && !bricks.servers().includes(route);
      if (route !== undefined && (isGone || !names.has(nameOf(one)))) drop(one.key);
    }
  }

  return async () => {
    const before = new Set(wanted().map(nameOf));
    session.refresh();
    // A search that was called off too late may have left a route to what is chosen anew.
    for (const one of wanted()) if (!before.has(nameOf(one))) drop(one.key);
    dropStale();
    const earlier = keeper.underWay();
    await keeper.searchFor(missing());
    // What was being searched before may have done without a server that was added, or found one that was taken away.
    await earlier;
    dropStale();
    await keeper.searchFor(missing());
  };
}
