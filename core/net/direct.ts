import type { Duplex } from 'node:stream';
import type { HostPort } from '../model/address.ts';
import type { DialOptions, StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Clock } from '../model/time.ts';
import type { AddressBook } from './address-book.ts';
import { withDeadline } from './deadline.ts';
import { dialFailure, isUnreachable } from './dial-failure.ts';
import type { AddressJudge } from './dns/judge.ts';
import { AllFailedError, happyEyeballs } from './happy-eyeballs.ts';
import { familyOf, isIp } from './ip.ts';
import type { Nat64 } from './nat64.ts';
import { systemClock } from './system-clock.ts';
import { type ConnectOptions, connectTcp } from './tcp-connect.ts';

/** Addresses of one family that are tried; a resolver may send any number. */
const MOST_ADDRESSES = 8;

/** Reaches an address, the name of which has been looked up. */
export type Reach = (address: HostPort, options: DialOptions) => Promise<Duplex>;

export interface DirectDialerOptions {
  readonly resolver: Resolver;
  readonly clock?: Clock;
  /** Addresses that were just hit are tried last. */
  readonly book?: AddressBook;
  /** Forged addresses are not dialled; where all are, the dial fails as `dns_bogon_error` or `x_dns_block_page`. */
  readonly judge?: Pick<AddressJudge, 'judge'>;
  /** Leads to IPv4 addresses where this network has only IPv6. */
  readonly nat64?: Nat64;
  /** Another way to an address than our own TCP connection to it: the network's own proxy, a program beside us. */
  readonly reach?: Reach;
  /** Milliseconds for one lookup (5,000) and one connect (10,000). */
  readonly timeouts?: { readonly resolveMs?: number; readonly connectMs?: number };
}

/**
 * Dials over the bare network by Happy Eyeballs v2 (RFC 8305). The streams are sockets without Nagle's delay, with
 * keep-alive, half-open capable, and have their round trip noted. An address given as the target is dialled unjudged.
 */
export function createDirectDialer(options: DirectDialerOptions): StreamDialer {
  const { clock = systemClock, book, nat64, reach, timeouts } = options;
  const timeoutMs = timeouts?.connectMs ?? 10_000;
  return {
    async dial({ host, port }, dialOptions) {
      const { signal } = dialOptions;
      const connect: Reach =
        reach ?? ((address, within) => connectTcp(address, { ...within, clock, timeoutMs }));
      const attempt = (address: string, limited: AbortSignal): Promise<Duplex> =>
        connectEither({ host: address, port }, connect, { ...dialOptions, signal: limited }, nat64);
      // Nothing to ask for, and nothing to race with.
      if (isIp(host)) return attempt(host, signal);
      try {
        return await happyEyeballs<Duplex>({
          lookup: (family, limited) =>
            lookup(options, { host, port }, family, { ...dialOptions, signal: limited }),
          attempt,
          discard: (socket) => socket.destroy(),
          isLast: (address) => book?.isResting(address, port) ?? false,
          clock,
          signal,
        });
      } catch (error) {
        throw error instanceof AllFailedError ? dialFailure(error) : error;
      }
    },
  };
}

async function lookup(
  { resolver, judge, book, clock = systemClock, timeouts }: DirectDialerOptions,
  { host, port }: HostPort,
  family: 4 | 6,
  { signal, trace }: Pick<ConnectOptions, 'signal' | 'trace'>,
): Promise<readonly string[]> {
  const deadline = { signal, ms: timeouts?.resolveMs ?? 5_000, operation: 'resolve', clock } as const;
  const { addresses } = await withDeadline(deadline, (limited) =>
    resolver.resolve(host, family, { signal: limited, ...(trace === undefined ? {} : { trace }) }),
  );
  const honest = judge === undefined ? addresses : withoutForged(addresses, judge);
  if (honest instanceof NetError) {
    const now = clock.monotonic();
    const { failure } = honest;
    const times = { startedAt: now, endedAt: now };
    trace?.({ operation: 'resolve', ...times, failure, name: host, resolver: resolver.id, addresses });
    throw honest;
  }
  return (book?.order(honest, port) ?? honest).slice(0, MOST_ADDRESSES);
}

function withoutForged(
  addresses: readonly string[],
  { judge }: Pick<AddressJudge, 'judge'>,
): readonly string[] | NetError {
  const judgements = addresses.map(judge);
  const honest = addresses.filter((_, i) => judgements[i] !== 'bogon' && judgements[i] !== 'block-page');
  if (honest.length === 0 && addresses.length > 0) {
    const isBlockPage = judgements.includes('block-page');
    return new NetError('resolve', isBlockPage ? 'x_dns_block_page' : 'dns_bogon_error');
  }
  return honest;
}

/** Connects to an address; to an IPv4 one through the network's NAT64 where IPv4 itself leads nowhere. */
async function connectEither(
  address: HostPort,
  connect: Reach,
  options: DialOptions,
  nat64?: Nat64,
): Promise<Duplex> {
  if (nat64 === undefined || familyOf(address.host) === 6) return connect(address, options);
  const synthesise = () => nat64.synthesise(address.host, options.signal);
  const instead = nat64.hasIpv4() ? [] : await synthesise();
  if (instead.length > 0) return connectFirst(instead, address.port, connect, options);
  try {
    return await connect(address, options);
  } catch (error) {
    const synthesised = isUnreachable(error) ? await synthesise() : [];
    if (synthesised.length === 0) throw error;
    return connectFirst(synthesised, address.port, connect, options);
  }
}

async function connectFirst(
  addresses: readonly string[],
  port: number,
  connect: Reach,
  options: DialOptions,
): Promise<Duplex> {
  let failure: unknown;
  for (const host of addresses) {
    try {
      return await connect({ host, port }, options);
    } catch (error) {
      options.signal.throwIfAborted();
      failure = error;
    }
  }
  throw failure;
}
