import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import type { Run } from '../run.ts';
import { macosSources, windowsSources } from './elsewhere.ts';
import { hardwareOf, macGateways, windowsGateways } from './program-output.ts';

const NETSTAT = `Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.168.1.1        UGScg                 en0
default            link#22            UCSIg               utun4
default            192.168.1.9        UGScIg                en0
127                127.0.0.1          UCS                   lo0
`;
const MAC_ARP = '? (192.168.1.1) at a0:b1:c:d:e:f on en0 ifscope [ethernet]\n';
/** As German Windows prints it. */
const ROUTE = `IPv4-Routentabelle\r
===========================================================================\r
Aktive Routen:\r
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik\r
          0.0.0.0          0.0.0.0      192.168.1.1    192.168.1.20     35\r
          0.0.0.0          0.0.0.0   Auf Verbindung         10.8.0.6      5\r
===========================================================================\r
`;
const WINDOWS_ARP = `Schnittstelle: 192.168.1.20 --- 0x5\r
  Internetadresse       Physische Adresse     Typ\r
  192.168.1.1           AA-BB-CC-0d-0e-0f     dynamisch\r
`;
const card = (address: string) => ({
  ...{ address, netmask: '255.255.255.0', family: 'IPv4' as const, mac: '', internal: false },
  cidr: `${address}/24`,
});

/** Programs of the system that print the same each time; what is not among them fails. */
function sourcesOf(create: typeof macosSources, prints: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const run: Run = async (command, args, { env }) => {
    const program = command.split(/[\\/]/).at(-1) ?? '';
    asked.push(`${program} ${args.slice(0, 2).join(' ')} ${env.FOOTBRIDGE_DEVICE ?? ''}`.trim());
    const text = prints[program];
    if (text === undefined) throw new Error('no such program');
    return text;
  };
  const interfaces = () => ({ WLAN: [card('192.168.1.20')], Work: [card('10.8.0.6')] });
  return { asked, sources: create({ run, env: {}, resolvers: () => ['1.1.1.1'], interfaces }) };
}

describe('gateways and their hardware', () => {
  test('of macOS, by netstat and arp', async () => {
    const { sources } = sourcesOf(macosSources, { netstat: NETSTAT, arp: MAC_ARP });
    expect(await sources.gateways()).toEqual([
      { device: 'en0', address: '192.168.1.1', hardware: 'a0:b1:0c:0d:0e:0f' },
      { device: 'utun4', address: null, hardware: null },
    ]);
  });

  test('of Windows in any language, by route and arp', async () => {
    const { sources } = sourcesOf(windowsSources, { 'route.exe': ROUTE, 'arp.exe': WINDOWS_ARP });
    expect(await sources.gateways()).toEqual([
      { device: 'WLAN', address: '192.168.1.1', hardware: 'aa:bb:cc:0d:0e:0f' },
      { device: 'Work', address: null, hardware: null },
    ]);
  });

  test('are none where the programs are missing', async () => {
    for (const create of [macosSources, windowsSources])
      expect(await sourcesOf(create, {}).sources.gateways()).toEqual([]);
  });

  test('are read from whatever a program prints (N8)', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(...NETSTAT.split('\n'), ...ROUTE.split('\n'), MAC_ARP),
    );
    check(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        for (const { address } of macGateways(text)) expect(address ?? '1.1.1.1').toMatch(/^[\d.]+$/);
        for (const { own } of windowsGateways(text)) expect(own).toMatch(/^[\d.]+$/);
        expect(hardwareOf(text, '192.168.1.1') ?? 'a0:b1:0c:0d:0e:0f').toMatch(/^[0-9a-f:]{17}$/);
      }),
    );
  });
});

describe('what a device is', () => {
  test.each([
    ['utun4', 'tunnel'],
    ['ppp0', 'dial-up'],
    ['en0', 'ordinary'],
  ])('on macOS its name says (C10): %s is %s', async (device, kind) => {
    expect(await sourcesOf(macosSources, {}).sources.kindOf(device)).toBe(kind);
  });

  test.each([
    ['TAP-Windows Adapter V9', 'tunnel'],
    ['WireGuard Tunnel', 'tunnel'],
    ['VPN Ikev2', 'tunnel'],
    ['Intel(R) Wi-Fi 6 AX201 160MHz', 'ordinary'],
    ['WAN Miniport (PPPOE)', 'ordinary'],
  ])('on Windows its driver says (C10): %s is %s', async (description, kind) => {
    const { sources, asked } = sourcesOf(windowsSources, { 'powershell.exe': description });
    expect(await sources.kindOf('Work "; calc')).toBe(kind);
    expect(asked).toEqual(['powershell.exe -NoProfile -NonInteractive Work "; calc']);
  });
});
