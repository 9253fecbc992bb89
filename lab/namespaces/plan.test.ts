import { describe, expect, it } from 'vitest';
import { clientCommands, etcFiles, kernelSettings, worldCommands } from './plan.ts';

describe('the plan of a network', () => {
  it('gives the client the families it has, and no other', () => {
    const families = (lines: readonly string[]) => ({
      v4: lines.some((line) => line.includes('10.77.1.2/24')),
      v6: lines.some((line) => line.includes('2a0e:77:1::2/64')),
    });
    expect(families(clientCommands({ dns: [] }))).toEqual({ v4: true, v6: false });
    expect(families(clientCommands({ ipv4: false, ipv6: true, dns: [] }))).toEqual({ v4: false, v6: true });
    expect(families(clientCommands({ ipv6: true, dns: [] }))).toEqual({ v4: true, v6: true });
  });

  it('turns IPv6 off on the card of a client without it, but not on its loopback', () => {
    const settings = kernelSettings('client', { dns: [] }).map(([path]) => path);
    expect(settings.filter((path) => path.endsWith('disable_ipv6'))).toEqual([
      'net/ipv6/conf/eth0/disable_ipv6',
    ]);
  });

  it('puts single addresses and whole blocks into the world, and silence everywhere else', () => {
    const lines = worldCommands({ addresses: ['9.9.9.9', '2620:fe::9', '149.154.160.0/20'] });
    expect(lines).toContain('address add 9.9.9.9/32 dev lo');
    expect(lines).toContain('address add 2620:fe::9/128 dev lo nodad');
    expect(lines).toContain('route add local 149.154.160.0/20 dev lo');
    expect(lines).toContain('route add blackhole default');
  });

  it('names the resolvers and leaves their timeouts as they are', () => {
    const files = new Map(etcFiles(['9.9.9.9', '2620:fe::9']));
    expect(files.get('resolv.conf')).toBe('nameserver 9.9.9.9\nnameserver 2620:fe::9\n');
  });
});
