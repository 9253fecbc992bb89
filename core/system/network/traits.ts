import { readFile } from 'node:fs/promises';
import type { NetworkInterfaceInfo } from 'node:os';
import { defaultGateways, hardwareAddress } from './linux-tables.ts';

/** What this computer says of the network it is on. */
export interface NetworkFacts {
  /** No interface but loopback has an address: there is nothing to search on. */
  readonly connected: boolean;
  /** Words that are the same each time on this network and different on others; never stored as they are. */
  readonly traits: readonly string[];
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

function subnetOf({ family, cidr, netmask, address }: NetworkInterfaceInfo): string {
  const prefix = cidr?.split('/')[1] ?? netmask;
  const parts = address.split(family === 'IPv4' ? '.' : ':');
  return `${parts.slice(0, family === 'IPv4' ? 3 : 4).join('.')}/${prefix}`;
}

/**
 * Network identity: default gateway and its hardware address where the system shows them (Linux), the resolvers,
 * and the subnets. The own address is left out: it changes with every lease.
 */
export async function readNetworkFacts(sources: NetworkSources): Promise<NetworkFacts> {
  const outside = Object.entries(sources.interfaces())
    .flatMap(([name, list]) => (list ?? []).map((info) => ({ name, info })))
    .filter(({ info }) => !info.internal && !info.address.startsWith('fe80'));
  const [routes, neighbours] = await Promise.all([
    sources.procFile('/proc/net/route'),
    sources.procFile('/proc/net/arp'),
  ]);
  const gateways = defaultGateways(routes ?? '').map(({ device, gateway }) => {
    const hardware = hardwareAddress(neighbours ?? '', gateway);
    return `gateway ${device} ${gateway} ${hardware ?? 'unknown'}`;
  });
  // Temporary IPv6 addresses share their prefix, so subnets stay the same while addresses come and go.
  const subnets = outside.map(({ name, info }) => `subnet ${name} ${subnetOf(info)}`);
  const resolvers = sources.resolvers().map((address) => `resolver ${address}`);
  return {
    connected: outside.length > 0,
    traits: [...new Set([...gateways, ...subnets, ...resolvers])].sort(),
  };
}
