import type { Failure } from '../../model/failure.ts';
import type { Finding } from '../../model/verdict.ts';
import { connects, type Evidence, type FailedAttempt, isUp, triedAddresses } from '../evidence.ts';

const SILENT: ReadonlySet<Failure> = new Set(['generic_timeout_error', 'timed_out']);
const REFUSED: ReadonlySet<Failure> = new Set([
  'connection_refused',
  'connection_reset',
  'connection_aborted',
]);
/** This computer has no such kind of address, which says nothing of the target. */
const NO_WAY_OUT: ReadonlySet<Failure> = new Set(['network_unreachable', 'network_down']);

/**
 * TCP connects that all failed, or connections without TLS on which nothing came back. One refusing or mute address
 * may be an outage; silence of an address, or several that refuse, on a network whose controls are fine is a block, and
 * so is anything when another way reaches the same host.
 */
export function findAddressBlock(
  evidence: Evidence,
  attempt: FailedAttempt,
  all: readonly FailedAttempt[],
): Finding | null {
  const { operation, failure } = attempt.outcome.error;
  const how = detailOf(failure);
  if (operation === 'connect') {
    if (NO_WAY_OUT.has(failure)) return { cause: 'unknown', detail: 'no-route', evidence: connects(attempt) };
    const isBlock =
      isUp(evidence, attempt.proof) || (isNetworkFine(evidence) && (how !== 'refused' || isMany(all)));
    return { cause: isBlock ? 'ip-blocked' : 'outage-or-blocked', detail: how, evidence: connects(attempt) };
  }
  if (operation !== 'dialogue' || !hasNoTls(attempt) || how === 'unexpected-answer') return null;
  const isBlock = isUp(evidence, attempt.proof) || (isNetworkFine(evidence) && isMany(all));
  return {
    cause: isBlock ? 'ip-blocked' : 'outage-or-blocked',
    detail: `${how}-after-connect`,
    evidence: attempt.outcome.steps,
  };
}

/** A short word for how something failed. */
export function detailOf(failure: Failure): string {
  if (SILENT.has(failure)) return 'silent';
  if (failure === 'connection_refused') return 'refused';
  if (REFUSED.has(failure)) return 'reset';
  if (failure === 'eof_error' || failure === 'connection_already_closed') return 'closed';
  if (failure === 'host_unreachable') return 'unreachable';
  if (failure === 'ssl_failed_handshake') return 'alert';
  return failure === 'x_unexpected_answer' || failure === 'http_unexpected_status_code'
    ? 'unexpected-answer'
    : failure;
}

function isNetworkFine({ network }: Evidence): boolean {
  return network !== null && network.cause === null;
}

function isMany(failed: readonly FailedAttempt[]): boolean {
  return new Set(failed.flatMap(triedAddresses)).size >= 2;
}

function hasNoTls({ proof }: FailedAttempt): boolean {
  return proof.kind === 'noise' || proof.kind === 'obfuscated2';
}
