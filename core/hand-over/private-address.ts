import { BlockList, isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** Addresses of homes and offices alone: RFC 1918, and ULA of RFC 4193. */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/** Tunnels and networks inside this computer: whoever is at their other end is not beside us. */
const ELSEWHERE =
  /^(?:tun|tap|utun|wg|ppp|ipsec|tailscale|zt|docker|br-|veth|virbr|vmnet|vboxnet|lxc|podman|cni|awdl|llw)|vpn|wintun|wireguard|virtual|vmware|vethernet|hyper-v/i;

/** Whether an address, as a socket names it, belongs to a network of a home or an office. */
export function isPrivate(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '').replace(/%.*$/, '');
  const family = isIP(plain);
  return family !== 0 && PRIVATE.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** A link between two alone, as tunnels have. */
const isPointToPoint = (netmask: string) => /^255\.255\.255\.25[45]$|^ffff(?::ffff){7}$/.test(netmask);

/** This computer's own addresses in networks that people beside us share, IPv4 first. Of `os.networkInterfaces()`. */
export function privateAddresses(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): readonly string[] {
  const own = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(({ internal, address, netmask }) => !internal && isPrivate(address) && !isPointToPoint(netmask))
      .filter(() => !ELSEWHERE.test(name))
      .map(({ address }) => address),
  );
  return [...own.filter((one) => isIP(one) === 4), ...own.filter((one) => isIP(one) === 6)];
}
