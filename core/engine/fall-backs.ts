import { serversFor } from '../finder/ladder.ts';
import type { Standings } from '../finder/standing.ts';
import type { PurposeData } from '../model/messenger.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Transport } from '../model/transport.ts';
import type { EngineParts } from './parts.ts';

/** Strategies, and servers, that may be tried inside a connection after the route itself. */
const FALL_BACKS = 3;

/** What a connection may try after its own route. */
export interface FallBacks {
  of(purpose: Pick<PurposeData, 'samples'>): readonly Transport[];
  /** Servers fare otherwise than before, or there are others. */
  forget(): void;
}

/** Asked for each connection, so made once per resolver. */
export function createFallBacks(
  { bricks, resources }: Pick<EngineParts, 'bricks' | 'resources'>,
  standings: Standings,
  current: () => Resolver | null,
): FallBacks {
  const made = new Map<string, readonly Transport[]>();

  function all(): readonly Transport[] {
    const resolver = current();
    const id = resolver?.id ?? '';
    const known = made.get(id);
    if (known !== undefined) return known;
    const strategies = resolver === null ? [] : resources.strategies.slice(0, FALL_BACKS);
    const shaped = strategies.map((strategy) => bricks.instantiate(strategy, id));
    const awake = standings.rank(bricks.servers()).filter((server) => !standings.isResting(server.id));
    const ways = [bricks.plain(), ...shaped, ...awake.filter(isReady)];
    made.set(id, ways);
    return ways;
  }

  return {
    of: (purpose) => firstServers(serversFor(purpose, all())),
    forget: () => made.clear(),
  };
}

/** Whether it can be dialled at once: nobody's connection waits for Tor to come up. */
function isReady({ prepare }: Transport): boolean {
  return prepare === undefined;
}

/** All but the person's servers, and the first few of those. */
function firstServers(ways: readonly Transport[]): readonly Transport[] {
  const others = ways.filter(({ kind }) => kind !== 'server');
  return [...others, ...ways.filter(({ kind }) => kind === 'server').slice(0, FALL_BACKS)];
}
