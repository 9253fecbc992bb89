import { describe, expect, it } from 'vitest';
import { AddressSet, addressBytes, addressText, canonicalAddress } from './address.ts';

describe('addresses', () => {
  it.each(['1.2.3.4', '2a03:2880:f20c::25de', '::1'])('keep their text through bytes: %s', (text) => {
    expect(addressText(addressBytes(text))).toBe(text);
  });

  it('have one spelling', () => {
    expect(canonicalAddress('2A03:2880:0:0:0:0:0:01')).toBe('2a03:2880::1');
  });

  it('are found in sets of addresses and blocks of their own family', () => {
    const set = new AddressSet(['157.240.0.0/16', '2a03:2880::/29', '1.1.1.1']);
    expect(['157.240.9.9', '2a03:2887::1', '1.1.1.1'].map((text) => set.has(text))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['157.241.0.1', '2a03:2888::1', '1.1.1.2'].map((text) => set.has(text))).toEqual([
      false,
      false,
      false,
    ]);
    expect(new AddressSet(['0.0.0.0/0']).has('::1')).toBe(false);
  });
});
