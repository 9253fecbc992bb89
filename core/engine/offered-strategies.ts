import type { Strategy } from '../model/strategies.ts';
import { engineWish } from '../transports/engine-dialer.ts';
import { parseExpression } from '../transports/expression.ts';
import type { EngineParts } from './parts.ts';

/** A program that does not say by then what it is is none. Milliseconds. */
const LOOK_MS = 2_000;

/** The strategies that can be tried on this computer; of those whose program is not here nothing is said. */
export interface OfferedStrategies {
  /** Those that need a program connect past the network's own proxy, and are left out where that is followed. */
  list(): readonly Strategy[];
  /** Whether a way that was proven before, by its identifier, needs nothing that is not here. */
  canCarry(id: string): boolean;
}

interface OfferingParts extends Pick<EngineParts, 'missingFor'> {
  readonly resources: Pick<EngineParts['resources'], 'strategies'>;
  readonly bricks: Pick<EngineParts['bricks'], 'needsEngine' | 'isFollowing'>;
}

/** Looks for the programs that strategies need, once. Rejects only with the signal's reason. */
export async function offerStrategies(
  { resources, bricks, missingFor }: OfferingParts,
  signal: AbortSignal,
): Promise<OfferedStrategies> {
  const own = resources.strategies.filter((strategy) => bricks.needsEngine(strategy) === undefined);
  const here = new Set<string>();
  for (const strategy of resources.strategies) {
    const wish = bricks.needsEngine(strategy);
    if (wish === undefined) continue;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
    const missing = await missingFor(wish, limit).catch(() => []);
    signal.throwIfAborted();
    if (missing === null) here.add(JSON.stringify(wish));
  }
  const isHere = (wish: unknown) => here.has(JSON.stringify(wish)) && !bricks.isFollowing();

  return {
    list() {
      const all = resources.strategies;
      return all.filter((strategy) => own.includes(strategy) || isHere(bricks.needsEngine(strategy)));
    },
    canCarry(id) {
      const parsed = parseExpression(id);
      const wish = parsed.ok ? engineWish(parsed.expression) : undefined;
      return wish === undefined || isHere(wish);
    },
  };
}
