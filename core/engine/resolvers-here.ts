import { createResolverChoice, type ResolverChoice } from '../finder/resolver-choice.ts';
import { raceResolvers } from '../net/dns/race.ts';
import type { EngineParts } from './parts.ts';

/** Chooses among the encrypted resolvers we know, by which answers first with what is not forged; `preferred` was good here before. */
export function openResolverChoice(
  { bricks, clock, random }: Pick<EngineParts, 'bricks' | 'clock' | 'random'>,
  ended: AbortSignal,
  preferred: string | undefined,
): ResolverChoice {
  return createResolverChoice({
    resolvers: bricks.catalogue.encrypted().map(bricks.cached),
    race: (list, name, options) =>
      raceResolvers(list, name, [4, 6], {
        ...options,
        clock,
        random,
        isPlausible: (address) => !bricks.judge.isForged(address),
      }).catch(() => {
        options.signal.throwIfAborted();
        return null;
      }),
    clock,
    preferred,
    ended,
  });
}
