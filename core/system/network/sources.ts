import type { NetworkInterfaceInfo } from 'node:os';
import type { IpFamily } from '../../model/address.ts';

/** A default route, and who stands at its other end. */
export interface Gateway {
  readonly device: string;
  /** Null where the device leads to one place only, as a tunnel does. */
  readonly address: string | null;
  /** Its hardware address, in lower case with colons; null while the system has not asked for it. */
  readonly hardware: string | null;
}

/** What a device is. `dial-up`: PPP, which is a VPN or somebody's ordinary line. */
export type DeviceKind = 'tunnel' | 'dial-up' | 'ordinary';

/** Where the facts of a network are read; nothing here rejects. */
export interface NetworkSources {
  readonly interfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  readonly resolvers: () => Promise<readonly string[]>;
  /** From which address this computer goes out, or null. */
  readonly ownAddress: (family: IpFamily) => Promise<string | null>;
  /** The default routes, the preferred one of each device. */
  readonly gateways: () => Promise<readonly Gateway[]>;
  readonly kindOf: (device: string) => Promise<DeviceKind>;
  /** Asking for gateways and kinds starts programs of the system: done only where something else has changed. */
  readonly isCostly: boolean;
}
