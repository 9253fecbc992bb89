import type { Finding } from '../../model/verdict.ts';
import { type Evidence, type FailedAttempt, handshakes, isUp, plainAttempts } from '../evidence.ts';
import { refusedIssuers } from '../network-verdict.ts';
import { detailOf } from './address.ts';

/** What became of a hello on a connection that had been opened: drawn nothing, cut off, or met by a stranger. */
export function findHelloBlock(evidence: Evidence, attempt: FailedAttempt): Finding | null {
  const { operation, failure } = attempt.outcome.error;
  if (operation !== 'tls') return null;
  const steps = handshakes(attempt);
  if (failure === 'ssl_unknown_authority') return interception(evidence, attempt);
  const how = detailOf(failure);
  const isAnswer = failure.startsWith('ssl_') || how === 'unexpected-answer';
  if (isAnswer) return { cause: 'outage-or-blocked', detail: how, evidence: steps };
  if (attempt.proof.kind === 'chrome-hello' && passedSmallHello(evidence, attempt)) {
    const { browserHello } = evidence;
    const seen = [...steps, ...(browserHello?.steps ?? [])];
    return how === 'silent' && browserHello?.verdict === 'unknown'
      ? { cause: 'unknown', detail: how, evidence: seen }
      : { cause: 'tls-fingerprint', detail: how, evidence: seen };
  }
  // The neutral test says that the name alone is not what they look for: then only another way can tell.
  const test = evidence.serverNames?.find(({ serverName }) => serverName === attempt.proof.host);
  if (test?.verdict === 'passes' && !isUp(evidence, attempt.proof)) {
    return { cause: 'outage-or-blocked', detail: how, evidence: [...steps, ...test.steps] };
  }
  // Nothing comes back when packets are lost, either: silence that neutral ground could not confirm blames nobody.
  if (how === 'silent' && test?.verdict === 'unknown' && !isUp(evidence, attempt.proof)) {
    return { cause: 'unknown', detail: how, evidence: [...steps, ...test.steps] };
  }
  return {
    cause: 'sni-blocked',
    detail: how === 'closed' ? 'reset' : how,
    evidence: [...steps, ...(test?.steps ?? [])],
  };
}

/** The same issuer on a control stands between this computer and everybody: an antivirus program, or a company. */
function interception(evidence: Evidence, attempt: FailedAttempt): Finding {
  const steps = handshakes(attempt);
  const issuer = refusedIssuers(steps).at(-1) ?? 'unknown';
  const isEverywhere = refusedIssuers(evidence.network?.evidence ?? []).includes(issuer);
  return {
    cause: 'intercepted',
    detail: isEverywhere ? `this-computer: ${issuer}` : issuer,
    evidence: steps,
  };
}

/** Whether Node's own, smaller hello got through to the same host on the plain way. */
function passedSmallHello(evidence: Evidence, { proof }: FailedAttempt): boolean {
  return plainAttempts(evidence).some(
    (attempt) =>
      attempt.proof.host === proof.host &&
      handshakes(attempt).some(({ hello, failure }) => hello === 'node' && failure === null),
  );
}
