import type { Resolver } from '../../model/resolver.ts';
import type { Clock, Random } from '../../model/time.ts';
import { createAddressRace } from './address-race.ts';
import { buildQuery, type QueryOptions } from './query.ts';
import { answerOf, readReply } from './reply.ts';
import type { OpenSession } from './session.ts';
import { createSessionKeeper } from './session-keeper.ts';
import { createTracedResolver } from './traced-resolver.ts';

/** A resolver that keeps a connection. */
export interface ClosableResolver extends Resolver {
  /** Closes the connection that is kept; the next query opens another. */
  close(): void;
}

export interface SessionResolverOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly channel: QueryOptions['channel'];
  readonly addresses: readonly string[];
  /** Opens a session to one of the addresses. */
  readonly openTo: (address: string, options: Parameters<OpenSession>[0]) => ReturnType<OpenSession>;
  /** Milliseconds (of real time) an unused connection is kept; 10,000 unless given. */
  readonly idleMs?: number;
}

const DEADLINE_MS = 5_000;

/** A resolver over connections (TCP, DoT, DoH): one for all queries, to whichever address answers first. */
export function createSessionResolver(id: string, options: SessionResolverOptions): ClosableResolver {
  const { clock, random, channel, addresses, openTo, idleMs } = options;
  const race = createAddressRace({ addresses, clock });
  const keeper = createSessionKeeper({
    open: ({ signal, trace }) =>
      race.run((address, limited) => openTo(address, { signal: limited, ...(trace && { trace }) }), {
        signal,
        discard: (late) => late.close(),
      }),
    clock,
    ...(idleMs !== undefined && { idleMs }),
  });
  const resolver = createTracedResolver(
    id,
    { clock, deadlineMs: DEADLINE_MS },
    async (name, family, asked) => {
      const query = buildQuery(name, family, { random, channel });
      return answerOf(readReply(query, await keeper.exchange(query, asked)));
    },
  );
  return { ...resolver, close: keeper.close };
}
