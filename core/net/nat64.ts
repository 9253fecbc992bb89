import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { NetError } from '../model/failure.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Clock } from '../model/time.ts';
import { onAbort } from './abort.ts';
import { withDeadline } from './deadline.ts';
import { isIp, isPrivate } from './ip.ts';
import { systemClock } from './system-clock.ts';

const WELL_KNOWN_NAME = 'ipv4only.arpa';
const WELL_KNOWN_ADDRESSES = ['192.0.0.170', '192.0.0.171'].map(bytesOf);
const DISCOVERY_TIMEOUT_MS = 3_000;

/** Where RFC 6052 §2.2 puts the four bytes of an IPv4 address, by prefix length; byte 8 stays zero. */
const POSITIONS: Readonly<Record<number, readonly number[]>> = {
  96: [12, 13, 14, 15],
  64: [9, 10, 11, 12],
  56: [7, 9, 10, 11],
  48: [6, 7, 9, 10],
  40: [5, 6, 7, 9],
  32: [4, 5, 6, 7],
};

/** Reaches IPv4 from a network that has only IPv6, through its NAT64. */
export interface Nat64 {
  /** False where this computer has no IPv4 address that leads anywhere: IPv4 need not be tried first. */
  hasIpv4(): boolean;
  /** IPv6 addresses that lead to `address`, one per prefix; empty where this network has no NAT64. Rejects only when aborted. */
  synthesise(address: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Forgets the prefixes: call it when the network changes. */
  reset(): void;
}

export interface Nat64Options {
  /** The network's own resolver: others know nothing of its NAT64. */
  readonly resolver: Resolver;
  readonly clock?: Clock;
  readonly interfaces?: typeof networkInterfaces;
}

/** Discovers the prefixes by RFC 7050 once per network. A discovery that failed is tried again by the next who asks. */
export function createNat64({
  resolver,
  clock = systemClock,
  interfaces = networkInterfaces,
}: Nat64Options): Nat64 {
  let discovery: Promise<readonly Prefix[]> | undefined;

  const discover = () => {
    const never = new AbortController().signal;
    const deadline = { signal: never, ms: DISCOVERY_TIMEOUT_MS, operation: 'resolve', clock } as const;
    const started: Promise<readonly Prefix[]> = withDeadline(deadline, (signal) =>
      resolver.resolve(WELL_KNOWN_NAME, 6, { signal }),
    ).then(
      ({ addresses }) => prefixesIn(addresses),
      (error: unknown) => {
        if (!saysThereIsNone(error) && discovery === started) discovery = undefined;
        return [];
      },
    );
    return started;
  };
  const hasAddress = (family: 'IPv4' | 'IPv6') =>
    Object.values(interfaces())
      .flatMap((addresses) => addresses ?? [])
      .some(({ address, family: its }) => its === family && leadsOut(address));

  return {
    hasIpv4: () => hasAddress('IPv4'),
    async synthesise(address, signal) {
      signal.throwIfAborted();
      if (isPrivate(address) || !hasAddress('IPv6')) return [];
      discovery ??= discover();
      const prefixes = await unlessAborted(discovery, signal);
      return prefixes.map((prefix) => embed(prefix, bytesOf(address)));
    },
    reset() {
      discovery = undefined;
    },
  };
}

interface Prefix {
  readonly length: number;
  /** All sixteen; those behind the prefix are zero. */
  readonly bytes: readonly number[];
}

/** Prefixes that answers for ipv4only.arpa carry; where bytes fit by chance at several lengths, the one most answers agree on. */
export function prefixesIn(answers: readonly string[]): readonly Prefix[] {
  const votes = new Map<string, { prefix: Prefix; count: number }>();
  for (const bytes of answers
    .filter(isIp)
    .map(bytesOf)
    .filter(({ length }) => length === 16)) {
    for (const [length, positions] of Object.entries(POSITIONS)) {
      const embedded = positions.map((position) => bytes[position]);
      if (bytes[8] !== 0 && length !== '96') continue;
      if (!WELL_KNOWN_ADDRESSES.some((known) => known.every((byte, i) => byte === embedded[i]))) continue;
      const prefix = { length: Number(length), bytes: truncate(bytes, Number(length)) };
      const vote = votes.get(text(prefix)) ?? { prefix, count: 0 };
      vote.count += 1;
      votes.set(text(prefix), vote);
    }
  }
  const most = Math.max(...[...votes.values()].map(({ count }) => count));
  return [...votes.values()].filter(({ count }) => count === most).map(({ prefix }) => prefix);
}

/** The IPv6 address that `prefix` gives an IPv4 address (RFC 6052 §2.2). */
export function embed(prefix: Prefix, address: readonly number[]): string {
  const bytes = [...prefix.bytes];
  for (const [index, position] of (POSITIONS[prefix.length] ?? []).entries()) {
    bytes[position] = address[index] ?? 0;
  }
  return ipaddr.fromByteArray(bytes).toString();
}

function saysThereIsNone(error: unknown): boolean {
  return (
    error instanceof NetError && (error.failure === 'dns_no_answer' || error.failure === 'dns_nxdomain_error')
  );
}

function truncate(bytes: readonly number[], length: number): number[] {
  return bytes.map((byte, index) => (index * 8 < length ? byte : 0));
}

function text({ length, bytes }: Prefix): string {
  return `${bytes}/${length}`;
}

function bytesOf(address: string): readonly number[] {
  return ipaddr.parse(address).toByteArray();
}

function leadsOut(address: string): boolean {
  const range = ipaddr.parse(address).range();
  return range !== 'loopback' && range !== 'linkLocal';
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject).finally(stopListening);
  });
}
