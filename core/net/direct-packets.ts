import type { IpFamily } from '../model/address.ts';
import type { PacketDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Clock } from '../model/time.ts';
import { classify } from './classify.ts';
import { withDeadline } from './deadline.ts';
import type { AddressJudge } from './dns/judge.ts';
import { familyOf } from './ip.ts';
import type { Nat64 } from './nat64.ts';
import { systemClock } from './system-clock.ts';

export interface DirectPacketOptions {
  /** Carries datagrams to addresses. */
  readonly packets: PacketDialer;
  readonly resolver: Resolver;
  readonly clock?: Clock;
  /** Forged addresses are passed over. */
  readonly judge?: Pick<AddressJudge, 'isForged'>;
  /** Leads to IPv4 addresses where this network has only IPv6. */
  readonly nat64?: Nat64;
}

/** Names of one flow that are kept with their address; beyond that the oldest is forgotten. */
const MOST_NAMES = 256;
const RESOLVE_MS = 5_000;

/**
 * UDP over the bare network, names included: each is looked up once a flow, so that all its datagrams go to one address.
 * Sending rejects with NetError('resolve', …) where that leads nowhere.
 */
export function createDirectPacketDialer(options: DirectPacketOptions): PacketDialer {
  return {
    async bind(dialOptions) {
      const flow = await options.packets.bind(dialOptions);
      const closing = new AbortController();
      const addresses = new Map<string, Promise<string>>();

      const addressOf = (host: string): Promise<string> => {
        const known = addresses.get(host);
        if (known !== undefined) return known;
        const found = find(host, options, closing.signal);
        addresses.set(host, found);
        // The next datagram asks again.
        found.catch(() => addresses.delete(host));
        const [oldest] = addresses.keys();
        if (addresses.size > MOST_NAMES && oldest !== undefined) addresses.delete(oldest);
        return found;
      };

      return {
        ...flow,
        async send(data, { host, port }) {
          const isThere =
            familyOf(host) === 6 || (familyOf(host) === 4 && options.nat64?.hasIpv4() !== false);
          await flow.send(data, { host: isThere ? host : await addressOf(host), port });
        },
        close() {
          closing.abort(new NetError('resolve', 'connection_already_closed'));
          flow.close();
        },
      };
    },
  };
}

/** The address to send to for a name, or for an IPv4 address where only IPv6 leads out. */
async function find(host: string, options: DirectPacketOptions, signal: AbortSignal): Promise<string> {
  const { nat64 } = options;
  if (familyOf(host) === 4) return (await nat64?.synthesise(host, signal))?.[0] ?? host;
  const hasIpv4 = nat64?.hasIpv4() !== false;
  const families: readonly IpFamily[] = hasIpv4 ? [4, 6] : [6, 4];
  let failure = new NetError('resolve', 'dns_no_answer');
  for (const family of families) {
    const address = await lookup(host, family, options, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      failure = classify(error, 'resolve');
    });
    if (address !== undefined) return family === 4 && !hasIpv4 ? find(address, options, signal) : address;
  }
  throw failure;
}

/** Rejects with NetError('resolve', 'dns_bogon_error') where all there is are forged ones. */
async function lookup(
  name: string,
  family: IpFamily,
  { resolver, judge, clock = systemClock }: DirectPacketOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const deadline = { signal, ms: RESOLVE_MS, operation: 'resolve', clock } as const;
  const { addresses } = await withDeadline(deadline, (limited) =>
    resolver.resolve(name, family, { signal: limited }),
  );
  const honest = addresses.find((address) => judge?.isForged(address) !== true);
  if (honest === undefined && addresses.length > 0) throw new NetError('resolve', 'dns_bogon_error');
  return honest;
}
