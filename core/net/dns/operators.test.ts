import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ForgedAddressesSchema, type Operator, OperatorsSchema } from '../../model/operators.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { udpDialer } from '../packet.ts';
import { createAddressJudge } from './judge.ts';
import { createResolverCatalogue } from './operators.ts';

const resource = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../resources/${name}`, import.meta.url), 'utf8'));
const operators = v.parse(OperatorsSchema, resource('resolvers.json'));
const judge = createAddressJudge(v.parse(ForgedAddressesSchema, resource('forged-addresses.json')));

const common = {
  dialer: createLoopbackDialer(),
  roots: [],
  clock: createFakeClock(),
  random: createSeededRandom(),
  isForged: judge.isForged,
};
const catalogue = (list: readonly Operator[] = operators) =>
  createResolverCatalogue({ ...common, operators: list, packetDialer: udpDialer });

describe('the catalogue of resolvers', () => {
  it('makes each resolver once, by its text form', () => {
    const { get } = catalogue();
    for (const id of ['system', 'doh:quad9', 'dot:quad9', 'tcp:google', 'udp:google']) {
      expect(get(id)?.id).toBe(id);
      expect(get(id)).toBe(get(id));
    }
  });

  it.each([
    '',
    'doh',
    'doh:',
    'doh:nobody',
    'dot:mullvad',
    'udp:mullvad',
    'doh:quad9:x',
    'system:x',
    'toString:quad9',
  ])('has no %j', (id) => {
    expect(catalogue().get(id)).toBeUndefined();
  });

  it('has no UDP resolver where there are no datagrams', () => {
    const { get } = createResolverCatalogue({ ...common, operators });
    expect(get('udp:google')).toBeUndefined();
    expect(get('tcp:google')).toBeDefined();
  });

  it('races DoH of every operator, then DoT, then TCP, each in the order of the data', () => {
    const ids = catalogue()
      .encrypted()
      .map(({ id }) => id);
    const offering = (way: string, offers: (operator: Operator) => unknown) =>
      operators.filter(offers).map(({ id }) => `${way}:${id}`);
    expect(ids).toEqual([
      ...offering('doh', ({ doh }) => doh),
      ...offering('dot', ({ dot }) => dot),
      ...offering('tcp', ({ plain }) => plain),
    ]);
  });
});

describe('resources/resolvers.json', () => {
  it('names at least twelve operators, none of whom censors', () => {
    const names = new Set(operators.map(({ name }) => name.replace(/ \(.*/, '')));
    expect(names.size).toBeGreaterThanOrEqual(12);
    const text = JSON.stringify(operators).toLowerCase();
    for (const censor of ['yandex', '77.88.8.', 'alidns', '223.5.5.5', 'dnspod', '1.12.12.12']) {
      expect(text).not.toContain(censor);
    }
  });

  it('has each id and each address once, and only public addresses', () => {
    const addresses = operators.flatMap((operator) => operator.addresses);
    expect(new Set(operators.map(({ id }) => id)).size).toBe(operators.length);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses.filter((address) => judge.judge(address) !== 'plausible')).toEqual([]);
  });

  it('sets no two entries of one operator beside each other', () => {
    const beside = operators.filter(({ name }, index) => name === operators[index + 1]?.name);
    expect(beside).toEqual([]);
  });
});

describe('resources/forged-addresses.json', () => {
  it.each([
    ['0.0.0.0', 'bogon'],
    ['127.0.53.53', 'bogon'],
    ['100.64.0.1', 'bogon'],
    ['255.255.255.255', 'bogon'],
    ['::', 'bogon'],
    ['::1', 'bogon'],
    ['fe80::1', 'bogon'],
    ['fd12::1', 'bogon'],
    ['2001::1', 'bogon'],
    ['2001:db8::1', 'bogon'],
    ['64:ff9b:1::1', 'bogon'],
    ['198.18.0.1', 'fake-ip'],
    ['10.10.34.36', 'block-page'],
    ['d0::11', 'block-page'],
    ['62.33.207.197', 'block-page'],
    ['195.175.254.2', 'block-page'],
    ['157.240.0.60', 'plausible'],
    ['149.154.167.51', 'plausible'],
    ['2001:67c:4e8:f002::a', 'plausible'],
    ['2001:b28:f23d:f001::a', 'plausible'],
    ['2a03:2880:f200:c5::60', 'plausible'],
    ['64:ff9b::9df0:3c', 'plausible'],
  ])('calls %s %s', (address, judgement) => {
    expect(judge.judge(address)).toBe(judgement);
  });
});
