import { defaultGateways, hardwareAddress, nameservers } from './linux-tables.ts';
import type { DeviceKind, NetworkSources } from './sources.ts';

/** Kinds of hardware as the kernel numbers them (if_arp.h). */
const PPP = 512;
const TUNNELS: ReadonlySet<number> = new Set([768 /* IP in IP */, 778 /* GRE */]);
/** Where systemd-resolved keeps what it stands in front of. */
const BEHIND_STUB = '/run/systemd/resolve/resolv.conf';

/** Reads a small text file; null where there is none. */
export type ReadText = (path: string) => Promise<string | null>;

/** Linux tells everything in files. */
export function linuxSources(
  read: ReadText,
  configured: () => readonly string[],
): Pick<NetworkSources, 'resolvers' | 'gateways' | 'kindOf' | 'isCostly'> {
  return {
    isCostly: false,
    async resolvers() {
      const servers = configured();
      // A stub on this computer is the same on every network.
      const isStub = servers.length > 0 && servers.every((address) => address.startsWith('127.'));
      const behind = isStub ? nameservers((await read(BEHIND_STUB)) ?? '') : [];
      return behind.length > 0 ? behind : servers;
    },
    async gateways() {
      const [routes, neighbours] = await Promise.all([read('/proc/net/route'), read('/proc/net/arp')]);
      const all = defaultGateways(routes ?? '');
      const preferred = all.filter(({ device }, at) => all.findIndex((one) => one.device === device) === at);
      return preferred.map(({ device, gateway }) => ({
        device,
        address: gateway === '0.0.0.0' ? null : gateway,
        hardware: hardwareAddress(neighbours ?? '', gateway) ?? null,
      }));
    },
    async kindOf(device): Promise<DeviceKind> {
      const about = (what: string) => read(`/sys/class/net/${device}/${what}`);
      const [tun, event, type] = await Promise.all(['tun_flags', 'uevent', 'type'].map(about));
      const kind = Number(type ?? Number.NaN);
      // Mobile modems call themselves typeless as tunnels do: only what says so itself is one.
      if (tun !== null || /^DEVTYPE=wireguard$/m.test(event ?? '') || TUNNELS.has(kind)) return 'tunnel';
      return kind === PPP ? 'dial-up' : 'ordinary';
    },
  };
}
