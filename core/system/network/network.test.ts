import { describe, expect, test } from 'vitest';
import { defaultGateways, hardwareAddress } from './linux-tables.ts';
import { isSameNetwork, type NetworkSources, readNetworkFacts } from './traits.ts';

const ROUTES = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
`;
const NEIGHBOURS = `IP address       HW type     Flags       HW address            Mask     Device
192.168.1.1      0x1         0x2         AA:bb:cc:dd:ee:ff     *        wlan0
192.168.1.9      0x1         0x0         00:00:00:00:00:00     *        wlan0
`;

const wifi = (address: string) => ({
  address,
  netmask: '255.255.255.0',
  family: 'IPv4' as const,
  mac: '00:11:22:33:44:55',
  internal: false,
  cidr: `${address}/24`,
});
const loopback = { ...wifi('127.0.0.1'), internal: true };

function sources(changes: Partial<NetworkSources> = {}): NetworkSources {
  return {
    interfaces: () => ({ lo: [loopback], wlan0: [wifi('192.168.1.20')] }),
    resolvers: () => ['192.168.1.1'],
    procFile: async (path) => (path.endsWith('route') ? ROUTES : NEIGHBOURS),
    ...changes,
  };
}

describe('the kernel’s tables', () => {
  test('give the default gateway and its hardware address', () => {
    expect(defaultGateways(ROUTES)).toEqual([{ device: 'wlan0', gateway: '192.168.1.1' }]);
    expect(hardwareAddress(NEIGHBOURS, '192.168.1.1')).toBe('aa:bb:cc:dd:ee:ff');
  });

  test('give nothing where nothing is known', () => {
    expect(defaultGateways('')).toEqual([]);
    expect(hardwareAddress(NEIGHBOURS, '192.168.1.9')).toBeUndefined();
    expect(hardwareAddress(NEIGHBOURS, '192.168.1.77')).toBeUndefined();
  });
});

describe('a network’s traits', () => {
  test('stay the same when only the own address changes', async () => {
    const later = sources({ interfaces: () => ({ lo: [loopback], wlan0: [wifi('192.168.1.77')] }) });
    expect(await readNetworkFacts(later)).toEqual(await readNetworkFacts(sources()));
  });

  test('stay the same when a temporary IPv6 address is replaced', async () => {
    const on = (address: string) =>
      sources({
        interfaces: () => ({
          wlan0: [{ ...wifi(address), family: 'IPv6', cidr: `${address}/64`, scopeid: 0 }],
        }),
      });
    const before = await readNetworkFacts(on('fdaa::1111:2222:3333:4444'));
    expect(await readNetworkFacts(on('fdaa::5555:6666:7777:8888'))).toEqual(before);
    expect(await readNetworkFacts(on('fdbb::5555:6666:7777:8888'))).not.toEqual(before);
  });

  test('do not change because another program opens a bridge of its own', async () => {
    const bridge = { ...wifi('172.17.0.1'), cidr: '172.17.0.1/16' };
    const later = sources({ interfaces: () => ({ wlan0: [wifi('192.168.1.20')], docker0: [bridge] }) });
    expect(await readNetworkFacts(later)).toEqual(await readNetworkFacts(sources()));
  });

  test('are one network before and after the gateway’s hardware is known, and two when it differs', async () => {
    const withNeighbours = (text: string) =>
      readNetworkFacts(sources({ procFile: async (path) => (path.endsWith('route') ? ROUTES : text) }));
    const [known, unknown, other] = await Promise.all([
      withNeighbours(NEIGHBOURS),
      withNeighbours(''),
      withNeighbours(NEIGHBOURS.replace('AA:bb', '12:34')),
    ]);
    expect(isSameNetwork(known, unknown)).toBe(true);
    expect(isSameNetwork(known, other)).toBe(false);
  });

  test('are none, and we are offline, when only loopback is up', async () => {
    const offline = sources({
      interfaces: () => ({ lo: [loopback] }),
      resolvers: () => [],
      procFile: async () => null,
    });
    expect(await readNetworkFacts(offline)).toEqual({ connected: false, traits: [], hardware: [] });
  });
});
