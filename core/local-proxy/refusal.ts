import type { Failure } from '../model/failure.ts';

/** Why a client is not carried, in terms that every proxy protocol has a word for. */
export type Refusal =
  | 'forbidden'
  | 'network-unreachable'
  | 'host-unreachable'
  | 'connection-refused'
  | 'timed-out'
  | 'general';

const BY_FAILURE: ReadonlyMap<Failure, Refusal> = new Map<Failure, Refusal>([
  ['connection_refused', 'connection-refused'],
  ['network_unreachable', 'network-unreachable'],
  ['network_down', 'network-unreachable'],
  ['host_unreachable', 'host-unreachable'],
  ['generic_timeout_error', 'timed-out'],
  ['timed_out', 'timed-out'],
  ['x_proxy_timed_out', 'timed-out'],
  ['x_proxy_unreachable', 'host-unreachable'],
  ['x_proxy_far_end_failed', 'host-unreachable'],
  ['x_proxy_forbidden_target', 'forbidden'],
]);

/** What to tell a client whose connection failed like this. */
export function refusalOf(failure: Failure): Refusal {
  if (failure.startsWith('dns_')) return 'host-unreachable';
  return BY_FAILURE.get(failure) ?? 'general';
}
