import { readFile } from 'node:fs/promises';
import type { NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';
import { defaultGateways, hardwareAddress } from './linux-tables.ts';

/** What this computer says of the network it is on. */
export interface NetworkFacts {
  /** No interface but loopback has an address: there is nothing to search on. */
  readonly connected: boolean;
  /** Words that are the same each time on this network and mostly different on others; never stored as they are. */
  readonly traits: readonly string[];
  /**
   * The default gateways' hardware addresses, which tell two homes with the same 192.168.1.0/24 apart. Empty while the
   * kernel has not asked for them yet, and on systems other than Linux.
   */
  readonly hardware: readonly string[];
}

/** Whether two readings can be of one network; a gateway's hardware that is not known yet contradicts nothing. */
export function isSameNetwork(one: NetworkFacts, other: NetworkFacts): boolean {
  const isSame = (a: readonly string[], b: readonly string[]) => a.join('\n') === b.join('\n');
  const isUnknown = one.hardware.length === 0 || other.hardware.length === 0;
  return isSame(one.traits, other.traits) && (isUnknown || isSame(one.hardware, other.hardware));
}

export interface NetworkSources {
  readonly interfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  readonly resolvers: () => readonly string[];
  /** Reads a file of /proc; null where there is none (other systems). */
  readonly procFile: (path: string) => Promise<string | null>;
}

/** Reads a small text file, or null. */
export async function readProcFile(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

const PREFIX_BYTES = { IPv4: 3, IPv6: 8 } as const;

function subnetOf({ family, cidr, netmask, address }: NetworkInterfaceInfo): string {
  const [host = address] = address.split('%');
  const bytes = ipaddr.parse(host).toByteArray().slice(0, PREFIX_BYTES[family]);
  return `${Buffer.from(bytes).toString('hex')}/${cidr?.split('/')[1] ?? netmask}`;
}

/**
 * Network identity: the default gateways, the resolvers, and the subnets of the interfaces that lead out. The own address
 * is left out (it changes with every lease), as are other programs' bridges where the system says which way is out.
 */
export async function readNetworkFacts(sources: NetworkSources): Promise<NetworkFacts> {
  const outside = Object.entries(sources.interfaces())
    .flatMap(([name, list]) => (list ?? []).map((info) => ({ name, info })))
    .filter(({ info }) => !info.internal && !info.address.startsWith('fe80'));
  const [routes, neighbours] = await Promise.all([
    sources.procFile('/proc/net/route'),
    sources.procFile('/proc/net/arp'),
  ]);
  const gateways = defaultGateways(routes ?? '');
  const ways = new Set(gateways.map(({ device }) => device));
  const subnets = outside
    .filter(({ name }) => ways.size === 0 || ways.has(name))
    .map(({ name, info }) => `subnet ${name} ${subnetOf(info)}`);
  const words = [
    ...gateways.map(({ device, gateway }) => `gateway ${device} ${gateway}`),
    ...subnets,
    ...sources.resolvers().map((address) => `resolver ${address}`),
  ];
  return {
    connected: outside.length > 0,
    traits: [...new Set(words)].sort(),
    hardware: gateways.flatMap(({ gateway }) => hardwareAddress(neighbours ?? '', gateway) ?? []).sort(),
  };
}
