import type { HostPort } from '../../model/address.ts';
import type { PacketDialer, StreamDialer } from '../../model/dialer.ts';
import { type Failure, NetError } from '../../model/failure.ts';
import type { Operator } from '../../model/operators.ts';
import type { DnsAnswer, ResolveOptions, Resolver } from '../../model/resolver.ts';
import type { Clock, Random } from '../../model/time.ts';
import { createAddressRace } from './address-race.ts';
import { buildQuery, type Query } from './query.ts';
import { answerOf, type Reply, readReply } from './reply.ts';
import { createStreamSession } from './stream-session.ts';
import { isForgedReply, suspicion } from './suspicion.ts';
import { DNS_PORT } from './tcp.ts';
import { createTracedResolver } from './traced-resolver.ts';
import { exchangeOverUdp } from './udp-exchange.ts';

export interface UdpResolverOptions {
  readonly operator: Operator;
  readonly packetDialer: PacketDialer;
  /** For answers too long for a datagram. Dials IP literals. */
  readonly dialer: StreamDialer;
  readonly clock: Clock;
  readonly random: Random;
  readonly isForged: (address: string) => boolean;
}

const DEADLINE_MS = 5_000;
const STAGGER_MS = 1_000;

/**
 * DNS over UDP to an operator; `udp:ID`. A forged answer is never given: a later plausible one wins over it, and
 * without one the look-up fails as `dns_bogon_error`. Each forgery heard is a ResolveStep of its own in the trace.
 */
export function createUdpResolver(options: UdpResolverOptions, port = DNS_PORT): Resolver {
  const { operator, packetDialer, dialer, clock, random, isForged } = options;
  const id = `udp:${operator.id}`;
  const race = createAddressRace({ addresses: operator.addresses, clock, staggerMs: STAGGER_MS });
  const suspect = (reply: Reply) => suspicion(reply, isForged);

  /** What a reply shows itself to be; null for the one believed and for those that say the same. */
  const injection = (reply: Reply, best: Reply): Failure | null => {
    if (isForgedReply(reply, isForged)) return 'dns_bogon_error';
    const agrees = reply.failure === best.failure && String(reply.addresses) === String(best.addresses);
    return agrees ? null : (reply.failure ?? 'x_unexpected_answer');
  };

  return createTracedResolver(
    id,
    { clock, deadlineMs: DEADLINE_MS },
    async (name, family, { signal, trace }) => {
      const startedAt = clock.monotonic();
      const query = buildQuery(name, family, { random, channel: 'clear' });
      const asked = { signal, ...(trace && { trace }) };
      const { heard, server } = await race.run(
        async (host, limited) => {
          const at = { host, port };
          const options = { ...asked, signal: limited, packetDialer, server: at, clock, suspicion: suspect };
          return { heard: await exchangeOverUdp(query, options), server: at };
        },
        { signal },
      );
      const best = heard.reduce((one, other) => (suspect(other) < suspect(one) ? other : one));
      for (const reply of heard) {
        const failure = injection(reply, best);
        if (failure === null) continue;
        const endedAt = clock.monotonic();
        const { addresses } = reply;
        trace?.({ operation: 'resolve', startedAt, endedAt, failure, name, resolver: id, addresses });
      }
      if (best.truncated) return overTcp(query, dialer, server, asked);
      if (isForgedReply(best, isForged)) throw new NetError('resolve', 'dns_bogon_error');
      return answerOf(best);
    },
  );
}

async function overTcp(
  query: Query,
  dialer: StreamDialer,
  server: HostPort,
  options: ResolveOptions,
): Promise<DnsAnswer> {
  const session = createStreamSession(await dialer.dial(server, options));
  try {
    return answerOf(readReply(query, await session.exchange(query, options.signal)));
  } finally {
    session.close();
  }
}
