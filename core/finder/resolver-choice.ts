import type { Resolver } from '../model/resolver.ts';
import type { Clock } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import { abandonable } from '../net/abort.ts';

/** Resolves to the first resolver that gave a plausible answer and its addresses; null when none did. */
export type ResolverRace = (
  resolvers: readonly Resolver[],
  name: string,
  options: { signal: AbortSignal; trace: Trace },
) => Promise<{ resolver: Resolver; addresses: readonly string[] } | null>;

export interface ResolverChoice {
  /** The resolver for this network: chosen by the first name that needs one, then kept. Null when none answers. */
  choose(name: string, options: { signal: AbortSignal; trace: Trace }): Promise<Resolver | null>;
  /** What the encrypted resolvers say of a name; empty when nobody says anything. */
  addressesOf(name: string, options: { signal: AbortSignal; trace: Trace }): Promise<readonly string[]>;
  /** A resolver that turned out to lie or to be dead; the next choice leaves it out. */
  reject(id: string): void;
  current(): Resolver | null;
}

/** After a race that nobody won, the next one waits: many searches would ask for it at once. Milliseconds. */
const REST_MS = 5000;

export interface ResolverChoiceOptions {
  readonly resolvers: readonly Resolver[];
  readonly race: ResolverRace;
  readonly clock: Clock;
  /** Ends the race that all who ask share: none of them may end it for the others. */
  readonly ended: AbortSignal;
  /** From memory: taken without a race. */
  readonly preferred?: string | undefined;
}

/** Chooses among resolvers by racing them. */
export function createResolverChoice(options: ResolverChoiceOptions): ResolverChoice {
  const { resolvers, race, clock, ended, preferred } = options;
  const rejected = new Set<string>();
  let chosen: Resolver | null = resolvers.find(({ id }) => id === preferred) ?? null;
  let underWay: Promise<Resolver | null> | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  const choose: ResolverChoice['choose'] = (name, { signal, trace }) => {
    if (chosen !== null) return Promise.resolve(chosen);
    if (clock.monotonic() - failedAt < REST_MS) return Promise.resolve(null);
    underWay ??= race(
      resolvers.filter(({ id }) => !rejected.has(id)),
      name,
      { signal: ended, trace },
    )
      .then((won) => {
        chosen = won?.resolver ?? null;
        if (chosen === null) failedAt = clock.monotonic();
        return chosen;
      })
      .finally(() => {
        underWay = null;
      });
    return abandonable(underWay, signal);
  };

  return {
    choose,
    async addressesOf(name, options) {
      const resolver = await choose(name, options);
      if (resolver === null) return [];
      const families = [4, 6] as const;
      const answers = await Promise.allSettled(
        families.map((family) => resolver.resolve(name, family, options)),
      );
      return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.addresses : []));
    },
    reject(id) {
      rejected.add(id);
      if (chosen?.id === id) chosen = null;
    },
    current: () => chosen,
  };
}

/** Whether nobody on the way can falsify this resolver's answers. */
export function isEncrypted(resolverId: string): boolean {
  return resolverId.startsWith('doh:') || resolverId.startsWith('dot:');
}
