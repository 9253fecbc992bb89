/** A default route of the kernel's IPv4 table. */
export interface DefaultGateway {
  readonly device: string;
  /** `0.0.0.0`: the device leads to one place only. */
  readonly gateway: string;
  readonly metric: number;
}

/** `/proc/net/route` writes addresses as the hexadecimal of their bytes in reverse. */
function addressFromHex(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  return bytes
    .map((byte) => Number.parseInt(byte, 16))
    .reverse()
    .join('.');
}

/** The default routes of the text of `/proc/net/route` (proc(5)), the preferred first; lines of another form are passed over. */
export function defaultGateways(text: string): readonly DefaultGateway[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([device, destination, gateway = '', , , , metric, mask]) =>
      device !== undefined &&
      destination === '00000000' &&
      mask === '00000000' &&
      /^[0-9A-Fa-f]{8}$/.test(gateway)
        ? [{ device, gateway: addressFromHex(gateway), metric: Number(metric) }]
        : [],
    )
    .sort((a, b) => a.metric - b.metric);
}

/** The hardware address of a neighbour in the text of `/proc/net/arp` (proc(5)), or undefined. */
export function hardwareAddress(text: string, address: string): string | undefined {
  const line = text.split('\n').find((candidate) => candidate.split(/\s+/)[0] === address);
  const hardware = line?.trim().split(/\s+/)[3];
  return hardware === undefined || hardware === '00:00:00:00:00:00' ? undefined : hardware.toLowerCase();
}

/** The servers a resolv.conf(5) names. */
export function nameservers(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
}
