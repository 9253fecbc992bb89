import { isIPv6 } from 'node:net';

/** The interface of both ends; the first Ethernet card's usual name. */
export const DEVICE = 'eth0';

/** What the client gets unless said otherwise; the gateways need not exist on a point-to-point device. */
const CLIENT_IPV4 = {
  address: '10.77.1.2',
  network: '10.77.1.0/24',
  length: 24,
  gateway: '10.77.1.1',
};
/** Looks global, so that address selection (RFC 6724) treats it as a provider's. */
const CLIENT_IPV6 = {
  address: '2a0e:77:1::2',
  network: '2a0e:77:1::/64',
  length: 64,
  gateway: '2a0e:77:1::1',
};

export interface ClientPlan {
  /** Whether it has an IPv4 address and a default route; true when absent. */
  readonly ipv4?: boolean;
  /** Whether it has an IPv6 address and a default route; false when absent. */
  readonly ipv6?: boolean;
  /** Its resolvers, as DHCP would give them. */
  readonly dns: readonly string[];
}

export interface WorldPlan {
  /** Addresses, or whole CIDR blocks, that servers in the world may listen on. Everything else is silent. */
  readonly addresses: readonly string[];
  /** The resolvers that programs in the world use. */
  readonly dns?: readonly string[];
}

/** `ip` commands for the client's end. */
export function clientCommands(plan: ClientPlan): string[] {
  const lines = [...deviceCommands()];
  if (plan.ipv4 ?? true) {
    lines.push(`address add ${CLIENT_IPV4.address}/${CLIENT_IPV4.length} dev ${DEVICE}`);
    lines.push(`route add default via ${CLIENT_IPV4.gateway} dev ${DEVICE} onlink`);
  }
  if (plan.ipv6) {
    lines.push(`address add ${CLIENT_IPV6.address}/${CLIENT_IPV6.length} dev ${DEVICE} nodad`);
    lines.push(`route add ::/0 via ${CLIENT_IPV6.gateway} dev ${DEVICE} onlink`);
  }
  return lines;
}

/** `ip` commands for the world's end: it owns its addresses, knows the way to the client, and nothing else. */
export function worldCommands(plan: WorldPlan): string[] {
  return [
    ...deviceCommands(),
    `route add ${CLIENT_IPV4.network} dev ${DEVICE}`,
    `route add ${CLIENT_IPV6.network} dev ${DEVICE}`,
    'route add blackhole default',
    'route add blackhole ::/0',
    ...plan.addresses.map(addressCommand),
  ];
}

/** Settings of the kernel per namespace, as paths below /proc/sys and values. */
export function kernelSettings(end: 'client' | 'world', client: ClientPlan): [string, string][] {
  const settings: [string, string][] = [
    ['net/ipv4/conf/all/rp_filter', '0'],
    [`net/ipv4/conf/${DEVICE}/rp_filter`, '0'],
    ['net/ipv4/ip_nonlocal_bind', '1'],
    ['net/ipv6/ip_nonlocal_bind', '1'],
    ['net/ipv4/ip_unprivileged_port_start', '0'],
    // What one connection learned of the path must not make the next one faster or slower.
    ['net/ipv4/tcp_no_metrics_save', '1'],
  ];
  if (end === 'client' && !client.ipv6) settings.push([`net/ipv6/conf/${DEVICE}/disable_ipv6`, '1']);
  if (end === 'world') {
    // A NAT64 gateway in the world forwards between its own device and the servers.
    settings.push(['net/ipv4/ip_forward', '1'], ['net/ipv6/conf/all/forwarding', '1']);
  }
  return settings;
}

/** The files that a namespace sees in place of those in /etc; resolver timeouts stay the system's own. */
export function etcFiles(dns: readonly string[]): [string, string][] {
  return [
    ['resolv.conf', dns.map((address) => `nameserver ${address}\n`).join('')],
    ['hosts', '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n'],
    ['nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n'],
  ];
}

function deviceCommands(): string[] {
  return ['link set lo up', `link set ${DEVICE} mtu 1500 txqueuelen 2000 up`];
}

function addressCommand(entry: string): string {
  if (entry.includes('/')) return `route add local ${entry} dev lo`;
  return isIPv6(entry) ? `address add ${entry}/128 dev lo nodad` : `address add ${entry}/32 dev lo`;
}
