import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { FUZZ_RUNS } from '../testing/fuzz.ts';
import { createRangeSet, familyOf, isIp, isLoopback, isPrivate, normaliseIp } from './ip.ts';

describe('isIp and familyOf', () => {
  it.each(['0177.0.0.1', '0x7f.1', '127.1', '2130706433', '[::1]', '1.2.3.4:80', '1.2.3', '', 'a.test'])(
    'take %j for a name',
    (host) => {
      expect(isIp(host)).toBe(false);
      expect(familyOf(host)).toBeUndefined();
      expect(normaliseIp(host)).toBeUndefined();
      expect(isPrivate(host)).toBe(false);
    },
  );

  it('tell the families apart', () => {
    expect(familyOf('192.0.2.1')).toBe(4);
    expect(familyOf('2001:db8::1')).toBe(6);
    expect(familyOf('::ffff:192.0.2.1')).toBe(6);
  });
});

describe('normaliseIp', () => {
  it.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
  ])('spells %s as %s', (address, spelling) => {
    expect(normaliseIp(address)).toBe(spelling);
  });
});

describe('isPrivate and isLoopback', () => {
  it.each([
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    'fec0::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
  ])('take %s for private', (address) => {
    expect(isPrivate(address)).toBe(true);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:4860:4860::8888', '::ffff:8.8.8.8'])(
    'take %s for public',
    (address) => {
      expect(isPrivate(address)).toBe(false);
      expect(isLoopback(address)).toBe(false);
    },
  );

  it('know every loopback address', () => {
    expect(['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
    expect(isLoopback('10.0.0.1')).toBe(false);
  });
});

describe('createRangeSet', () => {
  it('holds addresses of overlapping, nested and single-address ranges', () => {
    const set = createRangeSet(['10.0.0.0/8', '10.1.0.0/16', '192.0.2.7', '2001:db8::/32', '::1']);
    expect(['10.0.0.0', '10.255.255.255', '192.0.2.7', '2001:db8:ffff::', '::1'].every(set.has)).toBe(true);
    expect(['9.255.255.255', '11.0.0.0', '192.0.2.8', '2001:db9::', '::2'].some(set.has)).toBe(false);
  });

  it('takes a v4-mapped address for the IPv4 one, in ranges as well', () => {
    expect(createRangeSet(['192.0.2.0/24']).has('::ffff:192.0.2.9')).toBe(true);
    expect(createRangeSet(['::ffff:192.0.2.0/120']).has('192.0.2.9')).toBe(true);
  });

  it('holds no name and, when empty, nothing', () => {
    expect(createRangeSet(['0.0.0.0/0', '::/0']).has('a.test')).toBe(false);
    expect(createRangeSet([]).has('192.0.2.1')).toBe(false);
  });

  it.each(['10.0.0.0/33', '::/129', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/', 'a.test/8', ''])(
    'refuses %j',
    (cidr) => {
      expect(() => createRangeSet([cidr])).toThrow(RangeError);
    },
  );

  it('agrees with ipaddr.js for any ranges and addresses', { timeout: 10_000 + FUZZ_RUNS * 10 }, () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const v4 = fc.tuple(fc.constantFrom(10, 192), octet, octet, octet).map((parts) => parts.join('.'));
    const v6 = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 2, maxLength: 2 })
      .map(([a = 0, b = 0]) => `2001:${a.toString(16)}::${b.toString(16)}`);
    const cidr = fc.oneof(
      fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map((parts) => parts.join('/')),
      fc.tuple(v6, fc.integer({ min: 0, max: 128 })).map((parts) => parts.join('/')),
    );
    fc.assert(
      fc.property(
        fc.array(cidr, { maxLength: 20 }),
        fc.array(fc.oneof(v4, v6), { minLength: 1 }),
        (cidrs, list) => {
          const isInside = (address: string) => {
            const parsed = ipaddr.parse(address);
            return cidrs.some((range) => {
              const [network, bits] = ipaddr.parseCIDR(range);
              return network.kind() === parsed.kind() && parsed.match(network, bits);
            });
          };
          expect(list.map(createRangeSet(cidrs).has)).toEqual(list.map(isInside));
        },
      ),
      { numRuns: FUZZ_RUNS },
    );
  });

  it('answers fast among 300 ranges', () => {
    const set = createRangeSet(Array.from({ length: 300 }, (_, i) => `10.${i % 256}.${i >> 8}.0/24`));
    const startedAt = performance.now();
    for (let i = 0; i < 10_000; i += 1) set.has(`10.${i % 256}.2.1`);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
