import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { isPrivate, privateAddresses } from './private-address.ts';

const v4 = (address: string, more: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo => ({
  ...{ address, netmask: '255.255.255.0', mac: '', internal: false, cidr: null, family: 'IPv4' },
  ...(more.family === 'IPv6' ? {} : {}),
  ...(more.netmask === undefined ? {} : { netmask: more.netmask }),
  ...(more.internal === undefined ? {} : { internal: more.internal }),
});

test('only addresses of homes and offices are offered: no public one, no tunnel, nothing inside this computer (O1)', () => {
  const found = privateAddresses({
    lo: [v4('127.0.0.1', { internal: true })],
    wlan0: [v4('fd12::7', { netmask: 'ffff:ffff:ffff:ffff::' }), v4('192.168.1.20'), v4('fe80::1')],
    eth0: [v4('203.0.113.9'), v4('172.31.255.1'), v4('172.32.0.1')],
    'Ethernet 3': [v4('10.1.2.3')],
    tun0: [v4('10.8.0.2')],
    'OpenVPN Wintun': [v4('10.9.0.2')],
    'vEthernet (WSL)': [v4('172.20.0.1')],
    docker0: [v4('172.17.0.1')],
    ppp1: [v4('192.168.9.9')],
    odd: [v4('10.7.7.7', { netmask: '255.255.255.255' })],
    none: undefined,
  });
  expect(found).toEqual(['192.168.1.20', '172.31.255.1', '10.1.2.3', 'fd12::7']);
});

test('whoever asks has to be in such a network too, however the socket writes it', () => {
  expect(['::ffff:192.168.1.5', '10.0.0.1', 'fd00::1%eth0'].map(isPrivate)).toEqual([true, true, true]);
  expect(['8.8.8.8', '::ffff:8.8.8.8', '2001:db8::1', '127.0.0.1', '', 'host'].map(isPrivate)).toEqual(
    Array(6).fill(false),
  );
});
