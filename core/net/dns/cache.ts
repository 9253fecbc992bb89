import type { IpFamily } from '../../model/address.ts';
import type { DnsAnswer, Resolver } from '../../model/resolver.ts';
import type { Clock } from '../../model/time.ts';
import { createJoiner } from './joiner.ts';

export interface DnsCacheOptions {
  readonly clock: Clock;
  /** Answers kept; the least recently used are forgotten. */
  readonly capacity?: number;
  /** Seconds an answer is kept at least and at most, whatever its TTL says. */
  readonly floor?: number;
  readonly ceiling?: number;
}

export interface DnsCache {
  /** The same resolver, asked only for what is not known; identical questions at one time are asked once. */
  through(resolver: Resolver): Resolver;
  /** Forgets everything, answers still on their way too: call it when the network changes. */
  clear(): void;
}

interface Kept {
  readonly answer: DnsAnswer;
  /** Monotonic milliseconds. */
  readonly until: number;
}

/** Keeps answers per resolver; failures are never kept, they may be a censor's. */
export function createDnsCache({
  clock,
  capacity = 512,
  floor = 10,
  ceiling = 3_600,
}: DnsCacheOptions): DnsCache {
  const kept = new Map<string, Kept>();
  const running = createJoiner<DnsAnswer>();
  let generation = 0;

  const recall = (key: string): DnsAnswer | undefined => {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    kept.delete(key);
    const ttl = Math.floor((found.until - clock.monotonic()) / 1_000);
    if (ttl < 1) return undefined;
    kept.set(key, found);
    return { addresses: found.answer.addresses, ttl };
  };

  const keep = (key: string, answer: DnsAnswer) => {
    const seconds = Math.min(ceiling, Math.max(floor, answer.ttl));
    kept.set(key, { answer, until: clock.monotonic() + seconds * 1_000 });
    for (const oldest of kept.keys()) {
      if (kept.size <= capacity) break;
      kept.delete(oldest);
    }
  };

  return {
    through: (resolver) => ({
      id: resolver.id,
      async resolve(name, family, { signal, trace }) {
        signal.throwIfAborted();
        const startedAt = clock.monotonic();
        const key = keyOf(resolver, name, family);
        const step = (addresses: readonly string[]) =>
          trace?.({
            operation: 'resolve',
            startedAt,
            endedAt: clock.monotonic(),
            failure: null,
            name,
            resolver: resolver.id,
            addresses,
          });
        const known = recall(key);
        if (known !== undefined) {
          step(known.addresses);
          return known;
        }
        const isJoining = running.has(key);
        const answer = await running.join(
          key,
          async (untilAllLeft) => {
            const asked = generation;
            const fresh = await resolver.resolve(name, family, {
              signal: untilAllLeft,
              ...(trace && { trace }),
            });
            if (asked === generation) keep(key, fresh);
            return fresh;
          },
          signal,
        );
        if (isJoining) step(answer.addresses);
        return answer;
      },
    }),
    clear() {
      generation += 1;
      kept.clear();
      running.clear();
    },
  };
}

function keyOf(resolver: Resolver, name: string, family: IpFamily): string {
  return `${resolver.id}|${family}|${name.toLowerCase()}`;
}
