import type { NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { Gateway, NetworkSources } from './sources.ts';

/** What this computer says of the network it is on. */
export interface NetworkFacts {
  /** No interface but loopback has an address: there is nothing to search on. */
  readonly connected: boolean;
  /** Words that are the same each time on this network and mostly different on others; never stored as they are. */
  readonly traits: readonly string[];
  /**
   * The default gateways' hardware addresses, which tell two homes with the same 192.168.1.0/24 apart. Empty while the
   * system has not asked for them yet.
   */
  readonly hardware: readonly string[];
  /** What goes out goes through a VPN: what is measured is its network, not the provider's. */
  readonly insideVpn: boolean;
}

/** Whether two readings can be of one network; a gateway's hardware that is not known yet contradicts nothing. */
export function isSameNetwork(one: NetworkFacts, other: NetworkFacts): boolean {
  const isSame = (a: readonly string[], b: readonly string[]) => a.join('\n') === b.join('\n');
  const isUnknown = one.hardware.length === 0 || other.hardware.length === 0;
  return isSame(one.traits, other.traits) && (isUnknown || isSame(one.hardware, other.hardware));
}

const PREFIX_BYTES = { IPv4: 3, IPv6: 8 } as const;

interface Outside {
  readonly name: string;
  readonly info: NetworkInterfaceInfo;
}

function subnetOf({ family, cidr, netmask, address }: NetworkInterfaceInfo): string {
  const [host = address] = address.split('%');
  const bytes = ipaddr.parse(host).toByteArray().slice(0, PREFIX_BYTES[family]);
  return `${Buffer.from(bytes).toString('hex')}/${cidr?.split('/')[1] ?? netmask}`;
}

/** Whether an address lies in the subnet of one of these. */
function isNear(address: string, places: readonly Outside[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return places.some(({ info: { cidr } }) => {
    if (cidr === null) return false;
    const [network, bits] = ipaddr.parseCIDR(cidr);
    return network.kind() === parsed.kind() && parsed.match(network, bits);
  });
}

interface Costly {
  readonly gateways: readonly Gateway[];
  readonly insideVpn: boolean;
}

/** Reads the network's facts; `isThorough`: also what costs something to ask, although nothing seems to have changed. */
export type ReadNetwork = (isThorough: boolean) => Promise<NetworkFacts>;

/**
 * Network identity: the way out that the kernel takes, its gateway and subnet, and the resolvers. Left out are the own
 * address (it changes with every lease), and whatever belongs to cards that do not lead out: other programs' bridges, a
 * second network that is plugged in.
 */
export function createNetworkReader(sources: NetworkSources): ReadNetwork {
  let last: { readonly words: string; readonly costly: Costly } | null = null;

  async function ask(ways: ReadonlySet<string>): Promise<Costly> {
    const all = await sources.gateways();
    const kinds = await Promise.all(
      [...ways].map(async (device) => ({ device, kind: await sources.kindOf(device) })),
    );
    const insideVpn = kinds.some(
      ({ device, kind }) =>
        kind === 'tunnel' || (kind === 'dial-up' && all.some((other) => other.device !== device)),
    );
    return { gateways: all.filter(({ device }) => ways.size === 0 || ways.has(device)), insideVpn };
  }

  return async (isThorough) => {
    const outside: readonly Outside[] = Object.entries(sources.interfaces())
      .flatMap(([name, list]) => (list ?? []).map((info) => ({ name, info })))
      .filter(({ info }) => !info.internal && !info.address.startsWith('fe80'));
    const own = await Promise.all([sources.ownAddress(4), sources.ownAddress(6)]);
    const ways = new Set(outside.filter(({ info }) => own.includes(info.address)).map(({ name }) => name));
    const isWay = ({ name }: Outside) => ways.size === 0 || ways.has(name);
    const others = outside.filter((one) => !isWay(one));
    const here = outside.filter(isWay);
    const resolvers = (await sources.resolvers()).filter(
      (address) => !isNear(address, others) || isNear(address, here),
    );
    const cheap = [
      ...here.map(({ name, info }) => `subnet ${name} ${subnetOf(info)}`),
      ...resolvers.map((address) => `resolver ${address}`),
    ];
    const words = cheap.join('\n');
    const isKnown = sources.isCostly && !isThorough && last?.words === words;
    const costly = isKnown && last !== null ? last.costly : await ask(ways);
    last = { words, costly };
    const { gateways, insideVpn } = costly;
    const leads = gateways.flatMap(({ device, address }) =>
      address === null ? [] : [`gateway ${device} ${address}`],
    );
    return {
      connected: outside.length > 0,
      traits: [...new Set([...cheap, ...leads])].sort(),
      hardware: gateways.flatMap(({ hardware }) => hardware ?? []).sort(),
      insideVpn,
    };
  };
}
