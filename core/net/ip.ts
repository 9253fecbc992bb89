import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { IpFamily } from '../model/address.ts';

/** A set of addresses given as CIDRs; v4-mapped IPv6 counts as IPv4. */
export interface RangeSet {
  has(address: string): boolean;
}

const PRIVATE_RANGES: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'private',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'broadcast',
  'deprecatedSiteLocal',
]);

/** Whether `host` is an IP literal in its strict spelling (no octal, hexadecimal or short forms, no brackets). */
export function isIp(host: string): boolean {
  return isIP(host) !== 0;
}

/** The family of an IP literal; undefined for a name. */
export function familyOf(host: string): IpFamily | undefined {
  const family = isIP(host);
  return family === 4 || family === 6 ? family : undefined;
}

/** One spelling per address: RFC 5952 for IPv6, v4-mapped written as IPv4; undefined for a name. */
export function normaliseIp(host: string): string | undefined {
  const family = isIP(host);
  // Of IPv4 Node takes only the one spelling.
  if (family === 4) return host;
  return family === 6 ? ipaddr.process(host).toString() : undefined;
}

/** 127.0.0.0/8, ::1 and their v4-mapped forms. */
export function isLoopback(host: string): boolean {
  return rangeOf(host) === 'loopback';
}

/**
 * Not on the public internet: loopback, unspecified (the kernel takes it for loopback), RFC 1918, link-local,
 * unique local, carrier-grade NAT (RFC 6598), broadcast; v4-mapped forms as well. False for a name.
 */
export function isPrivate(host: string): boolean {
  const range = rangeOf(host);
  return range !== undefined && PRIVATE_RANGES.has(range);
}

/** Throws on what is not a CIDR or an address. Lookups are a binary search over disjoint ranges. */
export function createRangeSet(cidrs: readonly string[]): RangeSet {
  const ranges = merge(cidrs.map(bounds));
  return {
    has(address) {
      if (!isIp(address)) return false;
      const key = sortKey(ipaddr.process(address).toByteArray());
      let low = 0;
      let high = ranges.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const range = ranges[middle];
        if (range === undefined || key < range.first) high = middle;
        else if (key > range.last) low = middle + 1;
        else return true;
      }
      return false;
    },
  };
}

interface Bounds {
  readonly first: string;
  readonly last: string;
}

function bounds(cidr: string): Bounds {
  const [address = '', length = isIPv6(address) ? '128' : '32', ...rest] = cidr.split('/');
  const spelled = isIp(address) ? ipaddr.parse(address).toByteArray() : [];
  const isWhole = rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= spelled.length * 8;
  if (!isWhole || spelled.length === 0) throw new RangeError(`not an address range: ${cidr}`);
  const bytes = ipaddr.process(address).toByteArray();
  const bits = Math.max(0, Number(length) - (spelled.length - bytes.length) * 8);
  const hostMask = bytes.map((_, index) => 0xff >> Math.min(8, Math.max(0, bits - index * 8)));
  return {
    first: sortKey(bytes.map((byte, index) => byte & ~(hostMask[index] ?? 0))),
    last: sortKey(bytes.map((byte, index) => byte | (hostMask[index] ?? 0))),
  };
}

function merge(ranges: Bounds[]): Bounds[] {
  const merged: Bounds[] = [];
  for (const range of ranges.sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const previous = merged.at(-1);
    if (previous === undefined || range.first > previous.last) merged.push(range);
    else if (range.last > previous.last) merged.splice(-1, 1, { first: previous.first, last: range.last });
  }
  return merged;
}

/** Sorts like the number the bytes spell, IPv4 before IPv6. */
function sortKey(bytes: readonly number[]): string {
  return `${bytes.length === 4 ? '4' : '6'}${Buffer.from(bytes).toString('hex')}`;
}

function rangeOf(host: string): string | undefined {
  return isIp(host) ? ipaddr.process(host).range() : undefined;
}
