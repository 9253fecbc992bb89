import type { NetworkInterfaceInfo } from 'node:os';

/** An address of a network card, as `os.networkInterfaces()` tells it: `192.168.1.5/24`. */
export function cardOf(cidr: string, internal = false): NetworkInterfaceInfo {
  const [address = ''] = cidr.split('/');
  const common = { address, cidr, internal, mac: '02:00:00:00:00:01', netmask: '' };
  return address.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' };
}
