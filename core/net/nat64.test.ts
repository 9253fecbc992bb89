import type { NetworkInterfaceInfo } from 'node:os';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { NetError } from '../model/failure.ts';
import type { DnsAnswer, Resolver } from '../model/resolver.ts';
import { createFakeClock, settle } from '../testing/fake-clock.ts';
import { FUZZ_RUNS } from '../testing/fuzz.ts';
import { onAbort } from './abort.ts';
import { createNat64, embed, prefixesIn } from './nat64.ts';

const { signal } = new AbortController();

function networkInterface(address: string): NetworkInterfaceInfo {
  const rest = { address, netmask: '', mac: '', internal: false, cidr: null };
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
}

const having =
  (...addresses: string[]) =>
  () => ({ eth0: addresses.map(networkInterface) });
const onlyIpv6 = having('127.0.0.1', '169.254.3.4', 'fe80::1', '2001:db8::5');

function resolverOf(answer: (asked: number, signal: AbortSignal) => Promise<DnsAnswer>) {
  const asked: string[] = [];
  const resolver: Resolver = {
    id: 'system',
    resolve(name, family, options) {
      asked.push(`${name} ${family}`);
      return answer(asked.length, options.signal);
    },
  };
  return { resolver, asked };
}

const answering = (...addresses: string[]) => resolverOf(async () => ({ addresses, ttl: 60 }));

describe('prefixesIn', () => {
  it.each([
    ['2001:db8:c000:aa::', '2001:db8::', 32],
    ['2001:db8:1c0:0:aa::', '2001:db8:100::', 40],
    ['2001:db8:122:c000:0:aa00::', '2001:db8:122::', 48],
    ['2001:db8:122:3c0:0:aa::', '2001:db8:122:300::', 56],
    ['2001:db8:122:344:c0:0:aa00::', '2001:db8:122:344::', 64],
    ['2001:db8:122:344::c000:aa', '2001:db8:122:344::', 96],
    ['64:ff9b::c000:ab', '64:ff9b::', 96],
  ])('finds in %s the prefix %s/%i (N3)', (answer, prefix, length) => {
    expect(prefixesIn([answer])).toEqual([{ length, bytes: ipaddr.parse(prefix).toByteArray() }]);
  });

  it('finds every prefix of a network that has several', () => {
    const found = prefixesIn([
      '64:ff9b::c000:aa',
      '64:ff9b::c000:ab',
      '2001:db8::c000:aa',
      '2001:db8::c000:ab',
    ]);
    expect(found).toHaveLength(2);
  });

  it('lets the answers outvote a chance match at another length', () => {
    // Under this /96 the first answer also reads as a /32 that embeds 192.0.0.170.
    const found = prefixesIn(['2001:db8:c000:aa::c000:aa', '2001:db8:c000:aa::c000:ab']);
    expect(found.map(({ length }) => length)).toContain(96);
  });

  it('finds none in other addresses, nor in what is no address', () => {
    expect(prefixesIn(['2001:db8::1', '192.0.0.170', 'ipv4only.arpa', ''])).toEqual([]);
    expect(prefixesIn([])).toEqual([]);
  });

  it('takes any answers (N8)', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV6(), fc.ipV4(), fc.string())), (answers) => {
        expect(prefixesIn(answers).length).toBeLessThanOrEqual(answers.length * 6);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

describe('embed', () => {
  it('spells the examples of RFC 6052 §2.4 (N3)', () => {
    const address = [192, 0, 2, 33];
    const spelled = (prefix: string, length: number) =>
      embed({ length, bytes: ipaddr.parse(prefix).toByteArray() }, address);
    expect(spelled('2001:db8::', 32)).toBe('2001:db8:c000:221::');
    expect(spelled('2001:db8:100::', 40)).toBe('2001:db8:1c0:2:21::');
    expect(spelled('2001:db8:122::', 48)).toBe('2001:db8:122:c000:2:2100::');
    expect(spelled('2001:db8:122:300::', 56)).toBe('2001:db8:122:3c0:0:221::');
    expect(spelled('2001:db8:122:344::', 64)).toBe('2001:db8:122:344:c0:2:2100:0');
    expect(spelled('2001:db8:122:344::', 96)).toBe('2001:db8:122:344::c000:221');
  });
});

describe('createNat64', () => {
  it('synthesises addresses after asking once per network (N3)', async () => {
    const { resolver, asked } = answering('64:ff9b::c000:aa', '64:ff9b::c000:ab');
    const nat64 = createNat64({ resolver, interfaces: onlyIpv6 });
    expect(nat64.hasIpv4()).toBe(false);
    expect(await nat64.synthesise('8.8.4.4', signal)).toEqual(['64:ff9b::808:404']);
    expect(await nat64.synthesise('8.8.8.8', signal)).toEqual(['64:ff9b::808:808']);
    expect(asked).toEqual(['ipv4only.arpa 6']);
    nat64.reset();
    await nat64.synthesise('8.8.8.8', signal);
    expect(asked).toHaveLength(2);
  });

  it('does not ask where there is no IPv6, nor for a private address', async () => {
    const { resolver, asked } = answering('64:ff9b::c000:aa');
    const ipv4Only = createNat64({ resolver, interfaces: having('10.0.0.2', 'fe80::1') });
    expect(ipv4Only.hasIpv4()).toBe(true);
    expect(await ipv4Only.synthesise('8.8.8.8', signal)).toEqual([]);
    const nat64 = createNat64({ resolver, interfaces: onlyIpv6 });
    expect(await nat64.synthesise('192.168.1.1', signal)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('remembers that a network has none, but not a question that failed', async () => {
    const none = resolverOf(() => Promise.reject(new NetError('resolve', 'dns_no_answer')));
    const without = createNat64({ resolver: none.resolver, interfaces: onlyIpv6 });
    expect(await without.synthesise('8.8.8.8', signal)).toEqual([]);
    expect(await without.synthesise('8.8.8.8', signal)).toEqual([]);
    expect(none.asked).toHaveLength(1);

    const flaky = resolverOf((asked) =>
      asked === 1
        ? Promise.reject(new NetError('resolve', 'dns_servfail_error'))
        : Promise.resolve({ addresses: ['64:ff9b::c000:aa'], ttl: 1 }),
    );
    const nat64 = createNat64({ resolver: flaky.resolver, interfaces: onlyIpv6 });
    expect(await nat64.synthesise('8.8.8.8', signal)).toEqual([]);
    expect(await nat64.synthesise('8.8.8.8', signal)).toEqual(['64:ff9b::808:808']);
  });

  it('gives up on a silent resolver after three seconds', async () => {
    const clock = createFakeClock();
    const { resolver } = resolverOf(
      (_, limited) => new Promise((_, reject) => onAbort(limited, () => reject(limited.reason))),
    );
    const nat64 = createNat64({ resolver, clock, interfaces: onlyIpv6 });
    const result = nat64.synthesise('8.8.8.8', signal);
    await clock.advance(3_000);
    expect(await result).toEqual([]);
  });

  it('lets one who asks give up without spoiling it for the others', async () => {
    let answer: (value: DnsAnswer) => void = () => undefined;
    const { resolver, asked } = resolverOf(() => new Promise((resolve) => (answer = resolve)));
    const nat64 = createNat64({ resolver, interfaces: onlyIpv6 });
    const controller = new AbortController();
    const impatient = nat64.synthesise('8.8.8.8', controller.signal);
    const patient = nat64.synthesise('8.8.8.8', signal);
    controller.abort('enough');
    await expect(impatient).rejects.toBe('enough');
    await settle();
    answer({ addresses: ['64:ff9b::c000:aa'], ttl: 1 });
    expect(await patient).toEqual(['64:ff9b::808:808']);
    expect(asked).toHaveLength(1);
  });
});
