import { describe, expect, it } from 'vitest';
import { createAddressJudge } from './judge.ts';

const { judge, isForged } = createAddressJudge({
  bogons: ['10.0.0.0/8', '127.0.0.0/8', '198.18.0.0/15', '::1/128', 'fc00::/7'],
  fakeIps: ['198.18.0.0/15'],
  blockPages: { IR: ['10.10.34.36', 'd0::11'], RU: ['188.186.154.88'] },
  source: 'test',
});

describe('createAddressJudge', () => {
  it.each([
    ['157.240.0.60', 'plausible'],
    ['2a03:2880::1', 'plausible'],
    ['10.0.0.1', 'bogon'],
    ['fd00::1', 'bogon'],
    ['::1', 'bogon'],
    ['188.186.154.88', 'block-page'],
    ['d0::11', 'block-page'],
    ['198.18.0.7', 'fake-ip'],
  ])('calls %s %s', (address, judgement) => {
    expect(judge(address)).toBe(judgement);
  });

  it('calls a block page so even where its address is a bogon too', () => {
    expect(judge('10.10.34.36')).toBe('block-page');
  });

  it('judges the IPv4 address within a v4-mapped one', () => {
    expect(judge('::ffff:10.0.0.1')).toBe('bogon');
    expect(judge('::ffff:157.240.0.60')).toBe('plausible');
  });

  it('judges the IPv4 address within a NAT64 one', () => {
    expect(judge('64:ff9b::10.10.34.36')).toBe('block-page');
    expect(judge('64:ff9b::7f00:1')).toBe('bogon');
    expect(judge('64:ff9b::157.240.0.60')).toBe('plausible');
  });

  it('calls what is no address a bogon', () => {
    expect(judge('web.example')).toBe('bogon');
  });

  it('takes bogons and block pages for forged, but not what another tunnel on this computer answers (N5)', () => {
    expect(isForged('10.0.0.1')).toBe(true);
    expect(isForged('188.186.154.88')).toBe(true);
    expect(isForged('198.18.0.7')).toBe(false);
    expect(isForged('157.240.0.60')).toBe(false);
  });
});
