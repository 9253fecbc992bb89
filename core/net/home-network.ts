import type { NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';
import { normaliseIp } from './ip.ts';

/** RFC 1918, and unique local ones of RFC 4193. */
const HOME: ReadonlySet<string> = new Set(['private', 'uniqueLocal']);
/** Tunnels, and networks inside this computer: whoever is at their other end is not beside us. */
const ELSEWHERE =
  /^(?:utun|tun|tap|wg|ppp|ipsec|gif|stf|awdl|llw|zt|tailscale|nordlynx|proton|docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|podman)|vpn|wintun|wireguard|vethernet|hyper-v|wsl|virtual|vmware/i;

/** An address of this computer in a network that people beside us share. */
export interface HomeAddress {
  /** As the system calls the card: `wlan0`, `Ethernet 3`. */
  readonly device: string;
  readonly address: string;
  /** `192.168.1.5/24`. */
  readonly cidr: string;
}

/** Whether an address, however a socket spells it, belongs to the network of a home or an office. */
export function isHomeAddress(address: string): boolean {
  const plain = normaliseIp(address.replace(/%.*$/, ''));
  return plain !== undefined && HOME.has(ipaddr.parse(plain).range());
}

/** This computer's own addresses in networks of a home or an office, IPv4 first. Of `os.networkInterfaces()`. */
export function homeAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): readonly HomeAddress[] {
  const found = Object.entries(interfaces)
    .filter(([device]) => !ELSEWHERE.test(device))
    .flatMap(([device, infos = []]) =>
      infos.flatMap(({ address, cidr, internal }) =>
        internal || cidr === null || isPointToPoint(cidr) || !isHomeAddress(address)
          ? []
          : [{ device, address, cidr }],
      ),
    );
  const isFour = ({ address }: HomeAddress) => !address.includes(':');
  return [...found.filter(isFour), ...found.filter((one) => !isFour(one))];
}

/** A link between two alone, as tunnels have. */
function isPointToPoint(cidr: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return network.kind() === 'ipv4' ? bits >= 31 : bits === 128;
}
