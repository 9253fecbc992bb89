import type { Failure } from '../../model/failure.ts';
import type { Finding } from '../../model/verdict.ts';
import {
  type DnsComparison,
  type Evidence,
  type FailedAttempt,
  isUp,
  resolves,
  triedAddresses,
} from '../evidence.ts';

const NAMES: Readonly<Partial<Record<Failure, string>>> = {
  dns_nxdomain_error: 'nxdomain',
  dns_no_answer: 'no-answer',
  dns_servfail_error: 'servfail',
  dns_refused_error: 'refused',
  dns_bogon_error: 'bogon',
  x_dns_block_page: 'block-page',
  dns_temporary_failure: 'silent',
  generic_timeout_error: 'silent',
  timed_out: 'silent',
};
/** No honest resolver answers so. */
const LIES: ReadonlySet<Failure> = new Set(['dns_bogon_error', 'x_dns_block_page']);
const WRONG_CERTIFICATE: ReadonlySet<Failure> = new Set([
  'ssl_unknown_authority',
  'ssl_invalid_hostname',
  'ssl_invalid_certificate',
]);

/** Whether the system's resolver lied about the name, or was kept from answering; null when that is not shown. */
export function findDnsTampering(evidence: Evidence, attempt: FailedAttempt): Finding | null {
  const comparison = evidence.dns?.find(({ name }) => name === attempt.proof.host);
  const found = (detail: string): Finding => ({
    cause: 'dns-tampering',
    detail,
    evidence: [...resolves(attempt), ...stepsOf(comparison)],
  });
  const { operation, failure } = attempt.outcome.error;
  if (operation === 'resolve') {
    const isKnownElsewhere =
      (comparison?.encrypted.addresses.length ?? 0) > 0 || isUp(evidence, attempt.proof);
    return LIES.has(failure) || isKnownElsewhere ? found(NAMES[failure] ?? 'misbehaving') : null;
  }
  return isForged(attempt, comparison) ? found('forged') : null;
}

/**
 * A different answer alone is no lie: CDNs answer differently. It is one when a stranger's certificate stands there,
 * or when the other answer was verified and none of this one was.
 */
function isForged(attempt: FailedAttempt, comparison: DnsComparison | undefined): boolean {
  if (comparison === undefined || comparison.encrypted.addresses.length === 0) return false;
  const tried = triedAddresses(attempt);
  const isRight = (address: string) =>
    comparison.verified.includes(address) || comparison.encrypted.addresses.includes(address);
  if (tried.length === 0 || tried.some(isRight)) return false;
  const isOtherVerified = comparison.encrypted.addresses.some((address) =>
    comparison.verified.includes(address),
  );
  return isOtherVerified || WRONG_CERTIFICATE.has(attempt.outcome.error.failure);
}

function stepsOf(comparison: DnsComparison | undefined) {
  return comparison === undefined ? [] : [...comparison.system.steps, ...comparison.encrypted.steps];
}
