import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How tayga is started as the NAT64 of the network, with the well-known prefix (RFC 6052). */
export function planNat64(folder: string): readonly string[] {
  const path = join(folder, 'tayga.conf');
  writeFileSync(
    path,
    `tun-device nat64
ipv4-addr 192.168.255.1
ipv6-addr 2a01:620::64
prefix 64:ff9b::/96
dynamic-pool 192.168.255.0/24
`,
  );
  const script = [
    'set -e',
    `tayga --mktun -c ${path}`,
    'ip link set nat64 up',
    'ip route add 192.168.255.0/24 dev nat64',
    'ip route add 64:ff9b::/96 dev nat64',
    `exec tayga --nodetach -c ${path}`,
  ];
  return ['sh', '-c', script.join('\n')];
}
