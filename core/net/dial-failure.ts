import type { IpFamily } from '../model/address.ts';
import { type Failure, NetError } from '../model/failure.ts';
import { classify } from './classify.ts';
import type { AllFailedError } from './happy-eyeballs.ts';

const UNREACHABLE: ReadonlySet<Failure> = new Set([
  'network_unreachable',
  'host_unreachable',
  'network_down',
]);

/** Whether there was no way to the address at all, which often says more of this network than of the address. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof NetError && UNREACHABLE.has(error.failure);
}

/**
 * The one failure of a dial that tells most: the last attempt that reached something, or else a lookup that failed
 * (an IPv6 address is no use where there is no IPv6), or else the last attempt.
 */
export function dialFailure({ lookups, attempts }: AllFailedError): NetError {
  const errors = attempts.map((error) => classify(error, 'connect'));
  const reached = errors.findLast((error) => !isUnreachable(error));
  if (reached !== undefined) return reached;
  const lookup = lookupFailure(lookups);
  const last = errors.at(-1);
  return last !== undefined && (lookup === undefined || lookup.failure === 'dns_no_answer')
    ? last
    : (lookup ?? new NetError('resolve', 'dns_no_answer'));
}

/** Forged answers before failed questions before honest "none"; IPv4's before IPv6's. */
function lookupFailure(lookups: ReadonlyMap<IpFamily, unknown>): NetError | undefined {
  const families: readonly IpFamily[] = [4, 6];
  return families
    .filter((family) => lookups.has(family))
    .map((family) => classify(lookups.get(family), 'resolve'))
    .sort((a, b) => weight(b) - weight(a))[0];
}

function weight({ failure }: NetError): number {
  if (failure === 'dns_bogon_error' || failure === 'x_dns_block_page') return 2;
  return failure === 'dns_no_answer' ? 0 : 1;
}
