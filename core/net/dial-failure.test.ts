import { describe, expect, it } from 'vitest';
import type { IpFamily } from '../model/address.ts';
import { type Failure, NetError } from '../model/failure.ts';
import { dialFailure } from './dial-failure.ts';
import { AllFailedError } from './happy-eyeballs.ts';

function tell(lookups: Partial<Record<IpFamily, Failure>>, attempts: readonly Failure[]): string {
  const failed = new Map<IpFamily, unknown>();
  if (lookups[6] !== undefined) failed.set(6, new NetError('resolve', lookups[6]));
  if (lookups[4] !== undefined) failed.set(4, new NetError('resolve', lookups[4]));
  const errors = attempts.map((failure) => new NetError('connect', failure));
  return dialFailure(new AllFailedError(failed, errors)).message;
}

describe('dialFailure', () => {
  it('is the last attempt that reached something', () => {
    expect(tell({}, ['connection_reset', 'connection_refused'])).toBe('connect: connection_refused');
    expect(tell({}, ['generic_timeout_error', 'network_unreachable'])).toBe('connect: generic_timeout_error');
    expect(tell({ 4: 'dns_nxdomain_error' }, ['connection_refused'])).toBe('connect: connection_refused');
  });

  it('is the failed lookup where what was found could not be reached at all', () => {
    expect(tell({ 4: 'dns_nxdomain_error' }, ['network_unreachable'])).toBe('resolve: dns_nxdomain_error');
  });

  it('is the unreachable network where the lookups were fine', () => {
    expect(tell({ 6: 'dns_no_answer' }, ['host_unreachable', 'network_unreachable'])).toBe(
      'connect: network_unreachable',
    );
  });

  it("is IPv4's lookup where both failed, unless the other tells more", () => {
    expect(tell({ 6: 'dns_servfail_error', 4: 'dns_nxdomain_error' }, [])).toBe(
      'resolve: dns_nxdomain_error',
    );
    expect(tell({ 6: 'dns_servfail_error', 4: 'dns_no_answer' }, [])).toBe('resolve: dns_servfail_error');
    expect(tell({ 6: 'dns_bogon_error', 4: 'dns_nxdomain_error' }, [])).toBe('resolve: dns_bogon_error');
  });

  it('is "no answer" where there were neither addresses nor errors', () => {
    expect(tell({}, [])).toBe('resolve: dns_no_answer');
  });
});
