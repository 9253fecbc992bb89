import { expect, test } from 'vitest';
import { homeAddresses, isHomeAddress } from './home-network.ts';
import { cardOf } from './testing/card.ts';

test('only addresses of homes and offices on real cards: no public one, no tunnel, nothing inside this computer (H1, O1)', () => {
  const found = homeAddresses({
    lo: [cardOf('127.0.0.1/8', true)],
    wlan0: [cardOf('fd12::7/64'), cardOf('192.168.1.20/24'), cardOf('fe80::1/64'), cardOf('2a0e:77:1::2/64')],
    eth0: [cardOf('203.0.113.9/24'), cardOf('172.31.255.1/24'), cardOf('172.32.0.1/24')],
    'Ethernet 3': [cardOf('10.1.2.3/8'), cardOf('100.64.0.9/10')],
    tun0: [cardOf('10.8.0.2/24')],
    utun3: [cardOf('10.9.0.2/24')],
    'OpenVPN Wintun': [cardOf('10.9.0.2/24')],
    'Work VPN': [cardOf('10.11.0.1/16')],
    'vEthernet (WSL)': [cardOf('172.20.0.1/20')],
    'VirtualBox Host-Only Network': [cardOf('192.168.56.1/24')],
    docker0: [cardOf('172.17.0.1/16')],
    ppp1: [cardOf('192.168.9.9/24')],
    odd: [cardOf('10.7.7.7/32'), cardOf('fd00::1/128')],
    nameless: [{ ...cardOf('10.7.7.8/24'), cidr: null }],
    none: undefined,
  });
  expect(found.map(({ address }) => address)).toEqual([
    '192.168.1.20',
    '172.31.255.1',
    '10.1.2.3',
    'fd12::7',
  ]);
});

test('whoever asks has to be in such a network too, however the socket writes it', () => {
  expect(['::ffff:192.168.1.5', '10.0.0.1', 'fd00::1%eth0'].map(isHomeAddress)).toEqual([true, true, true]);
  const others = [
    '8.8.8.8',
    '::ffff:8.8.8.8',
    '2001:db8::1',
    '127.0.0.1',
    '100.64.0.1',
    'fe80::1',
    '',
    'host',
  ];
  expect(others.map(isHomeAddress)).toEqual(others.map(() => false));
});
