import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { findPlaces } from './places.ts';

const info = (cidr: string, internal = false): NetworkInterfaceInfo => {
  const [address = ''] = cidr.split('/');
  const common = { address, cidr, internal, mac: '02:00:00:00:00:01', netmask: '' };
  return address.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' };
};
const none = async () => false;

test('only private addresses of real cards are listened on, those of IPv4 first (H1)', async () => {
  const places = await findPlaces(
    {
      lo: [info('127.0.0.1/8', true)],
      wlan0: [info('fd12:3456::5/64'), info('192.168.1.5/24'), info('fe80::1/64'), info('2a0e:77:1::2/64')],
      eth0: [info('203.0.113.7/24'), info('100.64.0.9/10'), info('10.0.0.4/8')],
      tun0: [info('10.8.0.2/24')],
      utun3: [info('10.9.0.2/24')],
      docker0: [info('172.17.0.1/16')],
      'vEthernet (WSL)': [info('172.20.0.1/20')],
      'Work VPN': [info('10.11.0.1/16')],
      ppp7: [info('192.168.77.1/24')],
      own: [info('192.168.99.1/24')],
    },
    async (device) => device === 'own',
  );
  expect(places.map(({ address }) => address)).toEqual(['192.168.1.5', '10.0.0.4', 'fd12:3456::5']);
});

test('who is in the subnet is told from who is not, however the address is spelled', async () => {
  const [place] = await findPlaces({ wlan0: [info('192.168.1.5/20')] }, none);
  expect(place?.subnet).toBe('ipv4 c0a80000/20');
  const of = (address: string) => place?.has(address);
  expect(['192.168.1.77', '::ffff:192.168.1.77'].map(of)).toEqual([true, true]);
  expect(['192.168.16.1', '8.8.8.8', 'fe80::1', '::1', '', 'x'].map(of)).toEqual(Array(6).fill(false));
});

test('four places are enough', async () => {
  const list = Array.from({ length: 9 }, (_, at) => info(`192.168.${at}.1/24`));
  expect(await findPlaces({ wlan0: list }, none)).toHaveLength(4);
});
