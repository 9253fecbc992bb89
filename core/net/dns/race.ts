import type { IpFamily } from '../../model/address.ts';
import { type Failure, NetError } from '../../model/failure.ts';
import type { DnsAnswer, ResolveOptions, Resolver } from '../../model/resolver.ts';
import type { Clock, Random } from '../../model/time.ts';
import { linkedController } from '../abort.ts';
import { classify } from '../classify.ts';
import { staggered } from './staggered.ts';

export interface ResolverRaceOptions extends ResolveOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Whether a public name may have this address. */
  readonly isPlausible: (address: string) => boolean;
  /** Milliseconds until the next resolver joins in, give or take a quarter: no burst, no pattern. 250 unless given. */
  readonly stagger?: number;
  /** Resolvers asked at once, but for those silent for 1.5 s already; 4 unless given. */
  readonly limit?: number;
}

export interface ResolverRaceWinner {
  readonly resolver: Resolver;
  /** Of all families, in the order they were asked for. */
  readonly addresses: readonly string[];
  /** Seconds; the smaller of the families'. */
  readonly ttl: number;
}

const STAGGER_MS = 250;
const LIMIT = 4;
/** A censor who drops packets silences several operators at once; they must not hold up the others. */
const PATIENCE_MS = 1_500;
/** How long the other family may take once one has answered (RFC 8305 §3). */
const RESOLUTION_DELAY_MS = 50;
const AUTHENTICATED = /^(?:doh|dot):/;
const DENIALS: ReadonlySet<Failure> = new Set(['dns_nxdomain_error', 'dns_no_answer']);
/** Operators that must agree that a name has no address before the others are spared the question. */
const ENOUGH_DENIALS = 3;

/**
 * Asks resolvers in order, the next when one fails, lies, or the stagger has passed. The first whose addresses are
 * all plausible wins; the others are aborted. Rejects with NetError('resolve', …), once three encrypted resolvers
 * agree that there is no such address, or with the failure most of them had; or with the signal's reason.
 */
export async function raceResolvers(
  resolvers: readonly Resolver[],
  name: string,
  families: readonly IpFamily[],
  options: ResolverRaceOptions,
): Promise<ResolverRaceWinner> {
  const { signal, clock, random, stagger = STAGGER_MS, limit = LIMIT } = options;
  const { controller, unlink } = linkedController(signal);
  const denials = createDenials((error) => controller.abort(error));
  const attempts = resolvers.map((resolver) => async (limited: AbortSignal) => {
    try {
      return await askPlausible(resolver, name, families, options, limited);
    } catch (error) {
      denials.note(resolver, error);
      throw error;
    }
  });
  try {
    const { value } = await staggered(attempts, {
      signal: controller.signal,
      clock,
      limit,
      patience: PATIENCE_MS,
      stagger: () => stagger * (0.75 + random.uniform() / 2),
    });
    return value;
  } catch (error) {
    throw error instanceof AggregateError ? mostCommon(error.errors) : error;
  } finally {
    unlink();
  }
}

/** Calls `settled` once enough resolvers that nobody on the path can speak for deny the name alike. */
function createDenials(settled: (error: NetError) => void) {
  const counts = new Map<Failure, number>();
  return {
    note({ id }: Resolver, error: unknown) {
      const { failure } = classify(error, 'resolve');
      if (!AUTHENTICATED.test(id) || !DENIALS.has(failure)) return;
      const count = (counts.get(failure) ?? 0) + 1;
      counts.set(failure, count);
      if (count === ENOUGH_DENIALS) settled(new NetError('resolve', failure));
    },
  };
}

async function askPlausible(
  resolver: Resolver,
  name: string,
  families: readonly IpFamily[],
  { clock, trace, isPlausible }: ResolverRaceOptions,
  signal: AbortSignal,
): Promise<ResolverRaceWinner> {
  const startedAt = clock.monotonic();
  const answers = await askFamilies(resolver, name, families, { signal, ...(trace && { trace }) }, clock);
  const addresses = answers.flatMap((answer) => answer.addresses);
  if (addresses.every(isPlausible)) {
    return { resolver, addresses, ttl: Math.min(...answers.map(({ ttl }) => ttl)) };
  }
  const failure = 'dns_bogon_error';
  const endedAt = clock.monotonic();
  trace?.({ operation: 'resolve', startedAt, endedAt, failure, name, resolver: resolver.id, addresses });
  throw new NetError('resolve', failure);
}

/** The answers of the families that have addresses; rejects with the first family's error where none has. */
async function askFamilies(
  resolver: Resolver,
  name: string,
  families: readonly IpFamily[],
  { signal, trace }: ResolveOptions,
  clock: Clock,
): Promise<DnsAnswer[]> {
  const { controller, unlink } = linkedController(signal);
  const endSoon = () =>
    clock.sleep(RESOLUTION_DELAY_MS, controller.signal).then(
      () => controller.abort(),
      () => undefined,
    );
  const asked = families.map(async (family) => {
    const answer = await resolver.resolve(name, family, {
      signal: controller.signal,
      ...(trace && { trace }),
    });
    void endSoon();
    return answer;
  });
  const outcomes = await Promise.allSettled(asked);
  unlink();
  controller.abort();
  const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (answers.length > 0) return answers;
  throw failed?.reason ?? new NetError('resolve', 'dns_no_answer');
}

function mostCommon(errors: readonly unknown[]): NetError {
  const counts = new Map<Failure, number>();
  for (const error of errors) {
    const { failure } = classify(error, 'resolve');
    counts.set(failure, (counts.get(failure) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return new NetError('resolve', most?.[0] ?? 'dns_no_answer');
}
