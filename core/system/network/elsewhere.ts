import type { Run } from '../run.ts';
import { hardwareOf, macGateways, windowsGateways } from './program-output.ts';
import type { DeviceKind, Gateway, NetworkSources } from './sources.ts';

const TIMEOUT_MS = 5000;
/** How drivers of VPNs call what they make: what PowerShell's Get-NetAdapter tells. */
const VPN_DRIVER =
  /\b(?:TAP|TUN|Wintun|WireGuard|OpenVPN|VPN|AnyConnect|Tailscale|ZeroTier|Fortinet|PANGP|IKEv2|L2TP|PPTP|SSTP)\b/i;
/** The device's name comes by the environment, so that nothing in it is ever read as a command. */
const DESCRIBE = `$n = $env:FOOTBRIDGE_DEVICE
Get-NetAdapter -Name $n -IncludeHidden -ErrorAction SilentlyContinue | ForEach-Object InterfaceDescription
Get-VpnConnection -Name $n -ErrorAction SilentlyContinue | ForEach-Object { 'VPN ' + $_.TunnelType }`;

export interface ProgramOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly resolvers: () => readonly string[];
  readonly interfaces: NetworkSources['interfaces'];
}

type Sources = Pick<NetworkSources, 'resolvers' | 'gateways' | 'kindOf' | 'isCostly'>;

/** What a program of the system says; nothing where it fails. */
const said = ({ run, env }: ProgramOptions, command: string, args: readonly string[], more = {}) =>
  run(command, args, { signal: AbortSignal.timeout(TIMEOUT_MS), env: { ...env, ...more } }).catch(() => '');

/** A program of Windows, whatever PATH says. */
const system32 = ({ env }: ProgramOptions, program: string) =>
  `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\${program}`;

/** macOS by `netstat` and `arp`; what a device is, its name says. */
export function macosSources(options: ProgramOptions): Sources {
  return {
    isCostly: true,
    resolvers: async () => options.resolvers(),
    async gateways() {
      const found = macGateways(await said(options, '/usr/sbin/netstat', ['-rn', '-f', 'inet']));
      return withHardware(found, (address) => said(options, '/usr/sbin/arp', ['-n', address]));
    },
    kindOf: async (device): Promise<DeviceKind> => {
      if (/^(?:utun|ipsec|tun|tap|wg|gif)\d+$/.test(device)) return 'tunnel';
      return /^ppp\d+$/.test(device) ? 'dial-up' : 'ordinary';
    },
  };
}

/** Windows by `route` and `arp`; what a device is, its driver's description says. */
export function windowsSources(options: ProgramOptions): Sources {
  return {
    isCostly: true,
    resolvers: async () => options.resolvers(),
    async gateways() {
      const names = new Map(
        Object.entries(options.interfaces()).flatMap(([name, list]) =>
          (list ?? []).map(({ address }) => [address, name] as const),
        ),
      );
      const found = windowsGateways(
        await said(options, system32(options, 'route.exe'), ['print', '-4', '0.0.0.0']),
      );
      const known = found.flatMap(({ own, address }) => {
        const device = names.get(own);
        return device === undefined ? [] : [{ device, address }];
      });
      return withHardware(known, (address) => said(options, system32(options, 'arp.exe'), ['-a', address]));
    },
    async kindOf(device) {
      const args = ['-NoProfile', '-NonInteractive', '-Command', DESCRIBE];
      const shell = system32(options, 'WindowsPowerShell\\v1.0\\powershell.exe');
      const text = await said(options, shell, args, { FOOTBRIDGE_DEVICE: device });
      return VPN_DRIVER.test(text) ? 'tunnel' : 'ordinary';
    },
  };
}

function withHardware(
  gateways: readonly Omit<Gateway, 'hardware'>[],
  ask: (address: string) => Promise<string>,
): Promise<readonly Gateway[]> {
  return Promise.all(
    gateways.map(async ({ device, address }) => {
      const hardware = address === null ? null : hardwareOf(await ask(address), address);
      return { device, address, hardware };
    }),
  );
}
