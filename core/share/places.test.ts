import { expect, test } from 'vitest';
import { cardOf } from '../net/testing/card.ts';
import { findPlaces } from './places.ts';

const none = async () => false;

test('what the system calls a tunnel is not listened on, whatever its name; IPv4 comes first (H1)', async () => {
  const places = await findPlaces(
    {
      wlan0: [cardOf('fd12:3456::5/64'), cardOf('192.168.1.5/24'), cardOf('203.0.113.7/24')],
      eth0: [cardOf('10.0.0.4/8')],
      own: [cardOf('192.168.99.1/24')],
    },
    async (device) => device === 'own',
  );
  expect(places.map(({ address }) => address)).toEqual(['192.168.1.5', '10.0.0.4', 'fd12:3456::5']);
});

test('who is in the subnet is told from who is not, however the address is spelled', async () => {
  const [place] = await findPlaces({ wlan0: [cardOf('192.168.1.5/20')] }, none);
  expect(place?.subnet).toBe('ipv4 c0a80000/20');
  const of = (address: string) => place?.has(address);
  expect(['192.168.1.77', '::ffff:192.168.1.77'].map(of)).toEqual([true, true]);
  expect(['192.168.16.1', '8.8.8.8', 'fe80::1', '::1', '', 'x'].map(of)).toEqual(Array(6).fill(false));
});

test('four places are enough', async () => {
  const list = Array.from({ length: 9 }, (_, at) => cardOf(`192.168.${at}.1/24`));
  expect(await findPlaces({ wlan0: list }, none)).toHaveLength(4);
});
