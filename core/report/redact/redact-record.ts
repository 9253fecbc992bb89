import { isIp } from '../../net/ip.ts';
import type {
  DeepRecord,
  RecordedAttempt,
  RecordedFinding,
  RecordedResult,
  RecordedStep,
  ReportRecord,
} from '../record.ts';
import { RESOLVER, redactStep, STATES_OWN } from './redact-step.ts';
import { redactFailure, redactIssuer } from './redact-words.ts';
import type { Evidence, Redactor } from './redactor.ts';

/** The short words that verdicts are explained with, and amounts. */
const OUR_DETAIL = /^(?:[a-z0-9_-]{1,64}|\d+ days (?:ahead|behind)|no domestic host is known)$/;
const HERE = 'this-computer: ';
/** What decides over one record: what is public, and how the rest is hidden. */
export interface Redaction {
  readonly redactor: Redactor;
  readonly evidence: Evidence;
}

/** The record with everything in it replaced that could tell who or where somebody is. Field by field: what is not named here is not there. */
export function redactRecord<R extends ReportRecord>(record: R, tools: Redaction): R;
export function redactRecord(record: ReportRecord, tools: Redaction): ReportRecord {
  const { startedAt, runtime } = record;
  const answered = answersIn(record.steps, tools.evidence);
  const local = localIssuers(record);
  const isPublic = (host: string) => tools.evidence.isPublicHost(host.toLowerCase());
  const steps = record.steps.map((step) => redactStep(step, tools.redactor, { answered, local, isPublic }));
  if (record.kind === 'deep') return { ...redactDeep(record, tools.redactor), startedAt, runtime, steps };
  const finding = (one: RecordedFinding) => redactFinding(one, tools.redactor, local);
  if (record.kind === 'network') {
    const told = record.finding === null ? null : finding(record.finding);
    return { kind: 'network', startedAt, runtime, steps, finding: told };
  }
  const { messenger, purpose, state } = record;
  return {
    kind: 'messenger',
    ...{ startedAt, runtime, steps, messenger, purpose, state },
    findings: record.findings.map(finding),
    attempts: record.attempts.map((attempt) => redactAttempt(attempt, tools.redactor)),
  };
}

function redactDeep({ test, subject, attempts, results }: DeepRecord, redactor: Redactor) {
  return {
    kind: 'deep' as const,
    ...{ test, subject },
    attempts: attempts.map((attempt) => redactAttempt(attempt, redactor)),
    results: results.map((result) => redactResult(result, redactor)),
  };
}

function redactResult(
  { verdict, names, count, all, sureness, steps }: RecordedResult,
  redactor: Redactor,
): RecordedResult {
  return {
    ...{ verdict, sureness, steps },
    names: names.map((name) => (RESOLVER.test(name) ? name : redactor.host(name))),
    ...(count === undefined ? {} : { count }),
    ...(all === undefined ? {} : { all }),
  };
}

/** Addresses that somebody answered to the question for a public name. */
function answersIn(steps: readonly RecordedStep[], { isPublicHost }: Evidence): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) =>
      step.operation === 'resolve' && isPublicHost(step.name.toLowerCase()) ? step.addresses : [],
    ),
  );
}

/** Issuers that stand between this computer and everybody: an antivirus program, a company, with their names in it. */
function localIssuers(record: ReportRecord): ReadonlySet<string> {
  if (record.kind === 'deep') return record.results.some(isOfThisHouse) ? strangersIn(record) : new Set();
  const findings = record.kind === 'network' ? [record.finding] : record.findings;
  const found = findings.flatMap((finding) => {
    if (finding?.cause !== 'intercepted' || finding.detail === undefined) return [];
    if (finding.detail.startsWith(HERE)) return [finding.detail.slice(HERE.length)];
    return record.kind === 'network' ? [finding.detail] : [];
  });
  return new Set(found.filter((issuer) => !STATES_OWN.test(issuer)));
}

function isOfThisHouse({ verdict }: RecordedResult): boolean {
  return verdict === 'certificates-here';
}

/** Whoever issued what we did not trust. */
function strangersIn({ steps }: DeepRecord): ReadonlySet<string> {
  const issuers = steps.flatMap((step) => (step.operation === 'tls' ? (step.issuer ?? []) : []));
  return new Set(issuers.filter((issuer) => !STATES_OWN.test(issuer)));
}

function redactAttempt(attempt: RecordedAttempt, redactor: Redactor): RecordedAttempt {
  const { kind, proof, operation, port, path, steps, failure } = attempt;
  return {
    ...{ kind, proof, operation, port, steps },
    transport:
      kind === 'server' ? redactor.hide('server', attempt.transport) : redactor.text(attempt.transport),
    host: isIp(attempt.host) ? redactor.address(attempt.host, false) : redactor.host(attempt.host),
    ...(path === undefined ? {} : { path }),
    failure: failure === null ? null : redactFailure(failure, redactor),
  };
}

function redactFinding(
  { cause, detail, steps }: RecordedFinding,
  redactor: Redactor,
  local: ReadonlySet<string>,
): RecordedFinding {
  if (detail === undefined) return { cause, steps };
  if (cause !== 'intercepted') {
    return { cause, steps, detail: OUR_DETAIL.test(detail) ? detail : redactor.hide('message', detail) };
  }
  const isHere = detail.startsWith(HERE);
  const issuer = redactIssuer(isHere ? detail.slice(HERE.length) : detail, redactor, local);
  return { cause, steps, detail: isHere ? `${HERE}${issuer}` : issuer };
}
