import type { Cause, Finding, Verdict } from '../model/verdict.ts';
import { connects, type Evidence, plainAttempts, resolves } from './evidence.ts';

/** What lost packets look like, too. A refusal, a reset, a lie or a stranger's certificate somebody has sent. */
const SILENCES: ReadonlySet<string> = new Set([
  'silent',
  'silent-after-connect',
  'dns_temporary_failure',
  'x_proxy_timed_out',
]);

const FLOWS: ReadonlySet<Cause> = new Set(['frozen', 'throttled']);
/** A line may stand still for so long, and all that was asked meanwhile is silent at once. Milliseconds. */
const LONGEST_STALL_MS = 6000;

/**
 * Whether all that a verdict rests on is silence, or slowness, which a bad line explains as well: then the plain way is
 * worth a second look before anybody is blamed. It is not where a hello may be held against the address: a name that was
 * cut on neutral ground needs no second look, and one of which nothing is known gets none (N16). Pure.
 */
export function isWorthSecondLook({ state, findings }: Verdict, evidence: Evidence): boolean {
  const isOpen = state === 'reachable' || state === 'answers';
  return !isOpen && findings.length > 0 && findings.every((finding) => isExplainedByLoss(finding, evidence));
}

/**
 * A verdict that is not looked at again: beside what somebody has sent, silence says nothing, and beside what nobody can
 * tell it does not say more. What froze or crawled had begun, and stays. Pure.
 */
export function withoutSilence(verdict: Verdict, evidence: Evidence): Verdict {
  const isSilence = (finding: Finding) => !FLOWS.has(finding.cause) && isExplainedByLoss(finding, evidence);
  const rest = verdict.findings.filter((finding) => !isSilence(finding));
  if (rest.length === 0 || rest.length === verdict.findings.length) return verdict;
  const isBlocked = rest.some(({ cause }) => cause !== 'unknown');
  return { ...verdict, state: isBlocked ? 'blocked' : 'unknown', findings: rest };
}

/**
 * The verdict after a second look that failed as well: where a control was as silent meanwhile, it is the line, and nobody
 * can tell. Pure.
 */
export function heldAgainstLine(verdict: Verdict, evidence: Evidence, hasControlAnswered: boolean): Verdict {
  if (hasControlAnswered || !isWorthSecondLook(verdict, evidence)) return verdict;
  const steps = verdict.findings.flatMap((finding) => finding.evidence);
  return {
    ...verdict,
    state: 'unknown',
    findings: [{ cause: 'unknown', detail: 'line-silent', evidence: steps }],
  };
}

/**
 * Of two looks that both failed: a transfer that began and then stood still or crawled tells more than one that never began,
 * which a lost packet explains. Pure.
 */
export function moreTelling(first: Verdict, second: Verdict): Verdict {
  const hasFlow = first.findings.some(({ cause }) => FLOWS.has(cause));
  const isVague = second.findings.every(({ cause }) => cause === 'outage-or-blocked');
  return hasFlow && isVague && second.state === 'blocked' ? first : second;
}

function isExplainedByLoss({ cause, detail = '' }: Finding, evidence: Evidence): boolean {
  switch (cause) {
    case 'frozen':
    case 'throttled':
      return true;
    case 'tls-fingerprint':
      return SILENCES.has(detail) && evidence.browserHello?.verdict === 'passes';
    case 'ip-blocked':
      return SILENCES.has(detail) && (silentFor(evidence) < LONGEST_STALL_MS || wasLookUpLost(evidence));
    case 'dns-tampering':
    case 'outage-or-blocked':
      return SILENCES.has(detail);
    case 'unknown':
      // One family's answer was lost, and nothing leads to the other family's addresses.
      return detail === 'no-route' && wasLookUpLost(evidence);
    default:
      return false;
  }
}

function wasLookUpLost(evidence: Evidence): boolean {
  return plainAttempts(evidence)
    .flatMap(resolves)
    .some(({ failure }) => failure === 'dns_temporary_failure' || failure === 'generic_timeout_error');
}

/** Milliseconds from the first connect that failed to the end of the last. */
function silentFor(evidence: Evidence): number {
  const failed = plainAttempts(evidence)
    .flatMap(connects)
    .filter(({ failure }) => failure !== null && failure !== 'interrupted');
  if (failed.length === 0) return 0;
  return (
    Math.max(...failed.map(({ endedAt }) => endedAt)) - Math.min(...failed.map(({ startedAt }) => startedAt))
  );
}
