import ipaddr from 'ipaddr.js';
import type { HostPort } from './address.ts';
import type { Messenger, PurposeData } from './messenger.ts';

export interface PurposeMatch {
  readonly messenger: Messenger;
  readonly purpose: PurposeData;
}

interface Range {
  readonly base: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
  readonly match: PurposeMatch;
}

/**
 * Whose connection this is: by name, the most specific pattern first (an exact name, then ever shorter suffixes),
 * else by published address range. A pattern counts only on its purpose's ports. Built once, asked per connection.
 */
export function createPurposeMatcher(
  messengers: readonly Messenger[],
): (target: HostPort) => PurposeMatch | undefined {
  const names = indexNames(messengers);
  const ranges = messengers.flatMap(rangesOf);
  return ({ host, port }) => {
    const onPort = ({ purpose }: PurposeMatch) => purpose.ports.includes(port);
    if (ipaddr.isValid(host)) return matchAddress(ranges, host, onPort);
    return patternsFor(host)
      .flatMap((pattern) => names.get(pattern) ?? [])
      .find(onPort);
  };
}

/**
 * Whose datagrams these are: a messenger's calls take ports that no other purpose of it has and addresses without a name, so that any
 * port counts, and any published range. Of the purposes that fit, the first, before it one that is asked for by address.
 */
export function createDatagramMatcher(
  messengers: readonly Messenger[],
): (target: HostPort) => PurposeMatch | undefined {
  const names = indexNames(messengers);
  const ranges = messengers.flatMap(widestRangesOf);
  return ({ host }) =>
    ipaddr.isValid(host)
      ? matchAddress(ranges, host, () => true)
      : patternsFor(host).flatMap((pattern) => names.get(pattern) ?? [])[0];
}

/** One question; for many, build a matcher. */
export function matchPurpose(messengers: readonly Messenger[], target: HostPort): PurposeMatch | undefined {
  return createPurposeMatcher(messengers)(target);
}

function indexNames(messengers: readonly Messenger[]): ReadonlyMap<string, readonly PurposeMatch[]> {
  const index = new Map<string, PurposeMatch[]>();
  for (const messenger of messengers) {
    for (const purpose of messenger.purposes) {
      for (const name of purpose.names) {
        index.set(name, [...(index.get(name) ?? []), { messenger, purpose }]);
      }
    }
  }
  return index;
}

function rangesOf(messenger: Messenger): Range[] {
  return messenger.purposes
    .filter(({ addresses }) => addresses === true)
    .flatMap((purpose) => rangesFor({ messenger, purpose }));
}

function widestRangesOf(messenger: Messenger): Range[] {
  const byAddress = rangesOf(messenger);
  const [purpose] = messenger.purposes;
  return byAddress.length > 0 || purpose === undefined ? byAddress : rangesFor({ messenger, purpose });
}

function rangesFor(match: PurposeMatch): Range[] {
  return match.messenger.cidrs.map((cidr) => {
    const [base, bits] = ipaddr.parseCIDR(cidr);
    return { base, bits, match };
  });
}

function matchAddress(ranges: readonly Range[], host: string, onPort: (match: PurposeMatch) => boolean) {
  const address = ipaddr.process(host);
  return ranges.find(
    ({ base, bits, match }) => base.kind() === address.kind() && address.match(base, bits) && onPort(match),
  )?.match;
}

/** `a.b.c` → `a.b.c`, `*.b.c`, `*.c`. */
function patternsFor(host: string): string[] {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const suffixes = labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
  return [labels.join('.'), ...suffixes];
}
