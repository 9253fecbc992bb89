import type { NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';
import { type HomeAddress, homeAddresses } from '../net/home-network.ts';
import { normaliseIp } from '../net/ip.ts';

/** A computer has one or two cards; what has more is no home computer. */
const MOST_PLACES = 4;

/** An address of this computer in a private network, and who is in that network. */
export interface Place {
  readonly device: string;
  readonly address: string;
  /** `ipv4 c0a80100/24`: the same for every computer in it. */
  readonly subnet: string;
  /** Whether an address lies in the same subnet. */
  has(address: string): boolean;
}

/**
 * Where phones of this network can reach us: its addresses on cards that are no tunnel; `isTunnel` says what the system says
 * of a card, whatever its name. Those of IPv4 first; four at most.
 */
export async function findPlaces(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
  isTunnel: (device: string) => Promise<boolean>,
): Promise<readonly Place[]> {
  const found = homeAddresses(interfaces);
  const isHonest = await Promise.all(found.map(async ({ device }) => !(await isTunnel(device))));
  return found
    .filter((_, at) => isHonest[at])
    .slice(0, MOST_PLACES)
    .map(placeOf);
}

function placeOf({ device, address, cidr }: HomeAddress): Place {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return {
    device,
    address,
    subnet: `${network.kind()} ${first(network.toByteArray(), bits)}/${bits}`,
    has(other) {
      const normal = normaliseIp(other);
      if (normal === undefined) return false;
      const parsed = ipaddr.parse(normal);
      return parsed.kind() === network.kind() && parsed.match(network, bits);
    },
  };
}

/** The first address of a subnet, in hexadecimal. */
function first(bytes: readonly number[], bits: number): string {
  const masked = bytes.map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - at * 8))) & 0xff);
  return Buffer.from(masked).toString('hex');
}
