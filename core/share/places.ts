import type { NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';
import { normaliseIp } from '../net/ip.ts';

/** Cards of virtual machines, containers and VPNs: whoever is on them is no phone on this Wi-Fi. */
const NO_WIFI =
  /^(?:utun|tun|tap|wg|ppp|ipsec|gif|stf|awdl|llw|zt|tailscale|nordlynx|proton|docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|podman|vethernet)|vpn|wintun|wireguard|hyper-v|wsl|virtualbox|vmware/i;
const PRIVATE: ReadonlySet<string> = new Set(['private', 'uniqueLocal']);
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
 * Where phones of this network can reach us: addresses of RFC 1918, then unique local ones (RFC 4193), on cards that are no
 * VPN's and no virtual machine's; `isTunnel` says what the system says of a card. Four at most.
 */
export async function findPlaces(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
  isTunnel: (device: string) => Promise<boolean>,
): Promise<readonly Place[]> {
  const cards = Object.entries(interfaces).filter(([device]) => !NO_WIFI.test(device));
  const honest = await Promise.all(cards.map(async ([device]) => !(await isTunnel(device))));
  const places = cards
    .filter((_, at) => honest[at])
    .flatMap(([device, list]) => (list ?? []).flatMap((info) => placeOf(device, info)));
  const [four, six] = [places.filter(isFour), places.filter((place) => !isFour(place))];
  return [...four, ...six].slice(0, MOST_PLACES);
}

const isFour = ({ address }: Place): boolean => !address.includes(':');

function placeOf(device: string, { address, cidr, internal }: NetworkInterfaceInfo): Place[] {
  if (internal || cidr === null || !ipaddr.isValid(address)) return [];
  if (!PRIVATE.has(ipaddr.parse(address).range())) return [];
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return [
    {
      device,
      address,
      subnet: `${network.kind()} ${first(network.toByteArray(), bits)}/${bits}`,
      has(other) {
        const normal = normaliseIp(other);
        if (normal === undefined) return false;
        const parsed = ipaddr.parse(normal);
        return parsed.kind() === network.kind() && parsed.match(network, bits);
      },
    },
  ];
}

/** The first address of a subnet, in hexadecimal. */
function first(bytes: readonly number[], bits: number): string {
  const masked = bytes.map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - at * 8))) & 0xff);
  return Buffer.from(masked).toString('hex');
}
