import { describe, expect, test } from 'vitest';
import { linuxSources } from './linux.ts';
import { defaultGateways, hardwareAddress, nameservers } from './linux-tables.ts';
import type { NetworkSources } from './sources.ts';
import { createNetworkReader, isSameNetwork } from './traits.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const WIFI_ROUTE = 'wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n';
const NEAR_ROUTE = 'wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n';
const CABLE_ROUTE = 'eth0\t00000000\t0100000A\t0003\t0\t0\t700\t00000000\t0\t0\t0\n';
/** What OpenVPN adds, which leaves the default route as it is. */
const HALF_ROUTE = 'tun0\t00000000\t0108080A\t0003\t0\t0\t0\t00000080\t0\t0\t0\n';
const NEIGHBOURS = `IP address       HW type     Flags       HW address            Mask     Device
192.168.1.1      0x1         0x2         AA:bb:cc:dd:ee:ff     *        wlan0
192.168.1.9      0x1         0x0         00:00:00:00:00:00     *        wlan0
`;

const card = (address: string, bits = 24) => ({
  address,
  netmask: '255.255.255.0',
  family: 'IPv4' as const,
  mac: '00:11:22:33:44:55',
  internal: false,
  cidr: `${address}/${bits}`,
});
const loopback = { ...card('127.0.0.1'), internal: true };
const WIFI = { lo: [loopback], wlan0: [card('192.168.1.20')] };

interface Machine {
  readonly interfaces?: ReturnType<NetworkSources['interfaces']>;
  /** From where the kernel goes out. */
  readonly from?: string | null;
  readonly resolvers?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

function linux({
  interfaces = WIFI,
  from = '192.168.1.20',
  resolvers = ['192.168.1.1'],
  files,
}: Machine = {}) {
  const all: Readonly<Record<string, string>> = {
    '/proc/net/route': HEAD + WIFI_ROUTE + NEAR_ROUTE,
    '/proc/net/arp': NEIGHBOURS,
    ...files,
  };
  return createNetworkReader({
    ...linuxSources(
      async (path) => all[path] ?? null,
      () => resolvers,
    ),
    interfaces: () => interfaces,
    ownAddress: async (family) => (family === 4 ? from : null),
  });
}
const facts = (machine?: Machine) => linux(machine)(false);

describe('the kernel’s tables', () => {
  test('give the default gateways, the preferred first, and their hardware addresses', () => {
    expect(defaultGateways(HEAD + CABLE_ROUTE + HALF_ROUTE + WIFI_ROUTE + NEAR_ROUTE)).toEqual([
      { device: 'wlan0', gateway: '192.168.1.1', metric: 600 },
      { device: 'eth0', gateway: '10.0.0.1', metric: 700 },
    ]);
    expect(hardwareAddress(NEIGHBOURS, '192.168.1.1')).toBe('aa:bb:cc:dd:ee:ff');
  });

  test('give nothing where nothing is known', () => {
    expect(defaultGateways('')).toEqual([]);
    expect(hardwareAddress(NEIGHBOURS, '192.168.1.9')).toBeUndefined();
    expect(hardwareAddress(NEIGHBOURS, '192.168.1.77')).toBeUndefined();
    expect(nameservers('# nameserver 1\nsearch a\n nameserver 10.0.0.53 \n')).toEqual(['10.0.0.53']);
  });
});

describe('a network’s traits', () => {
  test('are the way out, its gateway and the resolvers', async () => {
    expect(await facts()).toEqual({
      connected: true,
      traits: ['gateway wlan0 192.168.1.1', 'resolver 192.168.1.1', 'subnet wlan0 c0a801/24'],
      hardware: ['aa:bb:cc:dd:ee:ff'],
      insideVpn: false,
    });
  });

  test('stay the same when only the own address changes', async () => {
    const later = { interfaces: { wlan0: [card('192.168.1.77')] }, from: '192.168.1.77' };
    expect(await facts(later)).toEqual(await facts());
  });

  test('stay the same when a temporary IPv6 address is replaced', async () => {
    const on = (address: string) =>
      facts({
        interfaces: { wlan0: [{ ...card(address), family: 'IPv6', cidr: `${address}/64`, scopeid: 0 }] },
        from: address,
      });
    const before = await on('fdaa::1111:2222:3333:4444');
    expect(await on('fdaa::5555:6666:7777:8888')).toEqual(before);
    expect(await on('fdbb::5555:6666:7777:8888')).not.toEqual(before);
  });

  test('do not change because of another program’s bridge, or a second card that does not lead out (C9)', async () => {
    const second = {
      interfaces: { ...WIFI, docker0: [card('172.17.0.1', 16)], eth0: [card('10.0.0.5')] },
      resolvers: ['192.168.1.1', '10.0.0.1'],
      files: { '/proc/net/route': HEAD + WIFI_ROUTE + CABLE_ROUTE },
    };
    expect(await facts(second)).toEqual(await facts());
  });

  test('change when the kernel goes out by the other card (C9)', async () => {
    const cable = {
      interfaces: { ...WIFI, eth0: [card('10.0.0.5')] },
      files: { '/proc/net/route': HEAD + WIFI_ROUTE + CABLE_ROUTE },
    };
    const [before, after] = await Promise.all([facts(cable), facts({ ...cable, from: '10.0.0.5' })]);
    expect(isSameNetwork(before, after)).toBe(false);
    expect(after.traits).toContain('gateway eth0 10.0.0.1');
  });

  test('are those behind systemd’s stub, which is the same everywhere', async () => {
    const stub = { resolvers: ['127.0.0.53'] };
    const behind = { '/run/systemd/resolve/resolv.conf': 'nameserver 9.9.9.9\n' };
    expect((await facts({ ...stub, files: behind })).traits).toContain('resolver 9.9.9.9');
    expect((await facts(stub)).traits).toContain('resolver 127.0.0.53');
  });

  test('are one network before and after the gateway’s hardware is known, and two when it differs', async () => {
    const withNeighbours = (text: string) => facts({ files: { '/proc/net/arp': text } });
    const [known, unknown, other] = await Promise.all([
      withNeighbours(NEIGHBOURS),
      withNeighbours(''),
      withNeighbours(NEIGHBOURS.replace('AA:bb', '12:34')),
    ]);
    expect(isSameNetwork(known, unknown)).toBe(true);
    expect(isSameNetwork(known, other)).toBe(false);
  });

  test('are none, and we are offline, when only loopback is up', async () => {
    const offline = {
      interfaces: { lo: [loopback] },
      from: null,
      resolvers: [],
      files: { '/proc/net/route': HEAD },
    };
    expect(await facts(offline)).toEqual({ connected: false, traits: [], hardware: [], insideVpn: false });
  });
});

describe('inside a VPN', () => {
  const tunnel = { interfaces: { ...WIFI, tun0: [card('10.8.0.6')] }, from: '10.8.0.6' };
  const inside = async (files: Readonly<Record<string, string>>) =>
    (await facts({ ...tunnel, files: { '/proc/net/route': HEAD + HALF_ROUTE + WIFI_ROUTE, ...files } }))
      .insideVpn;

  test.each([
    ['TUN or TAP', { tun_flags: '0x1001\n', type: '65534\n' }, true],
    ['WireGuard', { uevent: 'DEVTYPE=wireguard\nINTERFACE=tun0\n', type: '65534\n' }, true],
    ['IP in IP', { type: '768\n' }, true],
    ['a mobile modem, typeless too', { uevent: 'DEVTYPE=wwan\n', type: '65534\n' }, false],
    ['an ordinary card', { uevent: 'INTERFACE=tun0\n', type: '1\n' }, false],
  ])('the way out tells (C10): %s', async (_, about, expected) => {
    const files = Object.entries(about).map(([what, text]) => [`/sys/class/net/tun0/${what}`, text]);
    expect(await inside(Object.fromEntries(files))).toBe(expected);
  });

  test('PPP is a VPN where another line lies below it, and somebody’s own line otherwise', async () => {
    const ppp = { '/sys/class/net/tun0/type': '512\n' };
    expect(await inside(ppp)).toBe(true);
    expect(await inside({ ...ppp, '/proc/net/route': HEAD + HALF_ROUTE })).toBe(false);
  });

  test('is another network than the same one outside of it (C9)', async () => {
    expect(isSameNetwork(await facts(), await facts(tunnel))).toBe(false);
  });
});

test('what costs something is asked again only where something changed, or somebody wants it', async () => {
  let asked = 0;
  let resolvers = ['1.1.1.1'];
  const read = createNetworkReader({
    interfaces: () => WIFI,
    ownAddress: async () => '192.168.1.20',
    resolvers: async () => resolvers,
    async gateways() {
      asked += 1;
      return [];
    },
    kindOf: async () => 'ordinary',
    isCostly: true,
  });
  for (const isThorough of [false, false, true, false]) await read(isThorough);
  expect(asked).toBe(2);
  resolvers = ['9.9.9.9'];
  await read(false);
  expect(asked).toBe(3);
});
