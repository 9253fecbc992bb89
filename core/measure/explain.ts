import type { PurposeData } from '../model/messenger.ts';
import type { Attempt } from '../model/route.ts';
import {
  CAUSES,
  type Finding,
  type NetworkCause,
  type Reachability,
  type Verdict,
} from '../model/verdict.ts';
import { detailOf, findAddressBlock } from './causes/address.ts';
import { findDnsTampering } from './causes/dns.ts';
import { findFlowBlock, findThrottling } from './causes/flow.ts';
import { findHelloBlock } from './causes/hello.ts';
import {
  type Evidence,
  type FailedAttempt,
  isFailed,
  isSameProof,
  plainAttempts,
  triedAddresses,
} from './evidence.ts';
import { needsCertificate } from './needs-certificate.ts';
import { PAST_FREEZE } from './transfer-curve.ts';

/** With these no host can be judged by itself. `intercepted` can: the messenger's own certificate says. */
const WHOLE_NETWORK: ReadonlySet<NetworkCause> = new Set([
  'offline',
  'captive-portal',
  'shutdown',
  'whitelist-only',
]);

/** Turns what was measured for one messenger and purpose into a verdict on the plain way. Pure. */
export function explain(evidence: Evidence): Verdict {
  const { messenger, purpose, network } = evidence;
  const verdict = (state: Reachability, findings: readonly Finding[]): Verdict => ({
    messenger,
    purpose: purpose.purpose,
    state,
    findings,
  });
  const plain = plainAttempts(evidence);
  const crawling = findCrawling(evidence, plain);
  if (crawling.length > 0) return verdict('blocked', ordered(crawling));
  const passed = passedSample(evidence, plain);
  if (passed !== undefined) return verdict(hasBulk(passed) ? 'reachable' : 'answers', []);

  const failed = plain.filter(isFailed);
  if (network !== null && network.cause !== null && isWholeCause(network.cause, purpose, failed)) {
    const { cause, detail, evidence: steps } = network;
    return verdict('blocked', [{ cause, evidence: steps, ...(detail === undefined ? {} : { detail }) }]);
  }
  const findings = ordered(failed.flatMap((attempt) => findCause(evidence, attempt, failed)));
  const isBlocked = findings.some(({ cause }) => cause !== 'unknown');
  return verdict(isBlocked ? 'blocked' : 'unknown', findings);
}

/** A wrong clock makes certificates fail and nothing else: what needs none, or was reset, fails for other reasons. */
function isWholeCause(cause: NetworkCause, purpose: PurposeData, failed: readonly FailedAttempt[]): boolean {
  if (cause !== 'clock-wrong') return WHOLE_NETWORK.has(cause);
  const isRefused = ({ outcome }: FailedAttempt) => outcome.error.failure.startsWith('ssl_');
  return needsCertificate(purpose) && (failed.length === 0 || failed.some(isRefused));
}

/** Downloads that crawled, but for those that went well when they were tried again. */
function findCrawling({ controlBytesPerSecond = null }: Evidence, plain: readonly Attempt[]) {
  const downloads = plain.filter(({ outcome }) => outcome.ok && outcome.bytesPerSecond !== null);
  const judged = downloads.map((attempt) => ({
    attempt,
    finding: findThrottling(attempt, controlBytesPerSecond),
  }));
  return judged.flatMap(({ attempt, finding }) => {
    const wentWell = judged.some(
      (other) => other.finding === null && isSameProof(other.attempt.proof, attempt.proof),
    );
    return finding === null || wentWell ? [] : [finding];
  });
}

/** The attempts of the first sample that was proven whole on the plain way. */
function passedSample({ purpose }: Evidence, plain: readonly Attempt[]): readonly Attempt[] | undefined {
  for (const sample of purpose.samples) {
    const passed = sample.flatMap(
      (proof) => plain.findLast((attempt) => attempt.outcome.ok && isSameProof(attempt.proof, proof)) ?? [],
    );
    if (passed.length === sample.length) return passed;
  }
  return undefined;
}

function hasBulk(attempts: readonly Attempt[]): boolean {
  return attempts.some(
    ({ proof, outcome }) =>
      proof.kind === 'bulk' && outcome.ok && outcome.bytes >= Math.min(proof.bytes, PAST_FREEZE),
  );
}

function findCause(evidence: Evidence, attempt: FailedAttempt, all: readonly FailedAttempt[]): Finding {
  return (
    findDnsTampering(evidence, attempt) ??
    findResting(evidence, attempt) ??
    findHelloBlock(evidence, attempt) ??
    findAddressBlock(evidence, attempt, all) ??
    findFlowBlock(attempt) ?? {
      cause: 'outage-or-blocked',
      detail: detailOf(attempt.outcome.error.failure),
      evidence: attempt.outcome.steps,
    }
  );
}

/** An address that was just hit may be kept blocked for that alone. */
function findResting({ restingAddresses = [] }: Evidence, attempt: FailedAttempt): Finding | null {
  const { operation, failure } = attempt.outcome.error;
  const couldBeResidual = (operation === 'connect' || operation === 'tls') && !failure.startsWith('ssl_');
  const tried = triedAddresses(attempt);
  if (!couldBeResidual || tried.length === 0) return null;
  if (!tried.every((address) => restingAddresses.includes(address))) return null;
  return { cause: 'unknown', detail: 'resting', evidence: attempt.outcome.steps };
}

/** Most telling first, as CAUSES lists them; the same cause in the same detail once, with all its evidence. */
function ordered(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.cause}|${finding.detail ?? ''}`;
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined ? finding : { ...before, evidence: [...before.evidence, ...finding.evidence] },
    );
  }
  return [...merged.values()].sort((a, b) => CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause));
}
