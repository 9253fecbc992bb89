import type { IpFamily } from '../../model/address.ts';
import { type Failure, NetError } from '../../model/failure.ts';
import type { DnsAnswer, ResolveOptions, Resolver } from '../../model/resolver.ts';
import type { Clock } from '../../model/time.ts';
import { classify, failureOf } from '../classify.ts';
import { withDeadline } from '../deadline.ts';

export interface TracedResolverOptions {
  readonly clock: Clock;
  /** Milliseconds until `generic_timeout_error`. */
  readonly deadlineMs: number;
}

export type Ask = (name: string, family: IpFamily, options: ResolveOptions) => Promise<DnsAnswer>;

/** Gives `ask` what every resolver shares: the deadline, one ResolveStep per question, one kind of error. */
export function createTracedResolver(
  id: string,
  { clock, deadlineMs }: TracedResolverOptions,
  ask: Ask,
): Resolver {
  return {
    id,
    async resolve(name, family, { signal, trace }) {
      const startedAt = clock.monotonic();
      const step = (failure: Failure | null, addresses: readonly string[]) => {
        const endedAt = clock.monotonic();
        trace?.({ operation: 'resolve', family, startedAt, endedAt, failure, name, resolver: id, addresses });
      };
      try {
        const answer = await withDeadline(
          { signal, ms: deadlineMs, operation: 'resolve', clock },
          (limited) => ask(name, family, { signal: limited, ...(trace && { trace }) }),
        );
        step(null, answer.addresses);
        return answer;
      } catch (error) {
        step(failureOf(error, 'resolve', signal), []);
        signal.throwIfAborted();
        throw asResolveError(error);
      }
    },
  };
}

/** What failed underneath (a connect, a handshake) failed the look-up: same failure name, other operation. */
function asResolveError(error: unknown): NetError {
  const classified = classify(error, 'resolve');
  return classified.operation === 'resolve'
    ? classified
    : new NetError('resolve', classified.failure, { cause: classified });
}
