import { expect, test } from 'vitest';
import { firewallLines, portsOf, type Shared, whatsappDoor } from './doors.ts';

const SHARED: Shared = {
  is: 'on',
  addresses: ['192.168.1.5'],
  whatsapp: { tls: 443, plain: 5222, media: 587 },
  telegram: { mtproto: 1443, socks: 1080 },
  isKept: false,
  devices: [],
  refused: 0,
  latest: [],
};

test('a phone is told port 443, and where that could not be had the port without TLS', () => {
  expect(whatsappDoor(SHARED)).toEqual({ host: '192.168.1.5', chat: '443', media: '587' });
  const whatsapp = { tls: 8443, plain: 15222, media: null };
  expect(whatsappDoor({ ...SHARED, whatsapp })).toEqual({ host: '192.168.1.5', chat: '15222', media: '–' });
  expect(whatsappDoor({ ...SHARED, whatsapp: { ...whatsapp, plain: null } })).toBeNull();
  expect(whatsappDoor({ ...SHARED, whatsapp: null })).toBeNull();
});

test('a firewall is opened for the ports there are, and for the network of the address alone', () => {
  expect(portsOf({ ...SHARED, whatsapp: null })).toEqual([1443, 1080]);
  const line = (address: string) => firewallLines({ ...SHARED, addresses: [address] })[0]?.line;
  expect(line('192.168.1.5')).toBe(
    'sudo ufw allow proto tcp from 192.168.0.0/16 to any port 443,5222,587,1443,1080',
  );
  expect(line('10.1.2.3')).toContain('10.0.0.0/8');
  expect(line('172.20.0.3')).toContain('172.16.0.0/12');
  expect(line('fd00::3')).toContain('fc00::/7');
  expect(firewallLines({ ...SHARED, whatsapp: null })[1]?.line).toBe(
    'sudo firewall-cmd --add-port=1443/tcp --add-port=1080/tcp',
  );
});
