import { OONI_FAILURES, OWN_FAILURES, PROXY_FAILURES } from '../../model/failure.ts';
import { isIp } from '../../net/ip.ts';
import type {
  DeepRecord,
  RecordedAttempt,
  RecordedCertificate,
  RecordedFinding,
  RecordedResult,
  RecordedSession,
  RecordedStep,
  ReportRecord,
} from '../record.ts';
import type { Evidence, Redactor } from './redactor.ts';

const FAILURES: ReadonlySet<string> = new Set([...OONI_FAILURES, ...OWN_FAILURES, ...PROXY_FAILURES]);
/** A system's own name of an error, as `unknown_failure` is followed by. */
const CODED = /^unknown_failure: [A-Z][A-Z0-9_]{1,40}$/;
/** The short words that verdicts are explained with, and amounts. */
const OUR_DETAIL = /^(?:[a-z0-9_-]{1,64}|\d+ days (?:ahead|behind)|no domestic host is known)$/;
const RESOLVER = /^(?:system|(?:doh|dot|tcp|udp):[a-z][a-z0-9]{0,31})$/;
/** Versions, cipher suites and protocols of TLS. */
const OUR_SESSION = /^[A-Za-z0-9_./-]{1,64}$/;
const OUR_WORD = /^[a-z0-9-]{1,32}$/;
/** Names that lead nowhere but into this house or company. */
const HOUSE = /\.(?:local|lan|home|internal|intranet|corp|localdomain|arpa)$/;
const HERE = 'this-computer: ';
/** Certificate authorities of states that are known to intercept: whose they are is the finding. */
const STATES_OWN =
  /^(?:qaznet trust network|information security certification authority ca|russian trusted (?:root|sub) ca)$/i;

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

/** What is known of a record as a whole. */
interface Known {
  readonly answered: ReadonlySet<string>;
  readonly local: ReadonlySet<string>;
  readonly isPublic: (host: string) => boolean;
}

function redactStep(
  step: RecordedStep,
  redactor: Redactor,
  { answered, local, isPublic }: Known,
): RecordedStep {
  const { t0, t } = step;
  const times = { t0, t, failure: step.failure === null ? null : redactFailure(step.failure, redactor) };
  const address = (text: string) => redactor.address(text, answered.has(text));
  switch (step.operation) {
    case 'resolve': {
      const { name, resolver, addresses, family } = step;
      return {
        operation: 'resolve',
        ...times,
        ...(family === undefined ? {} : { family }),
        name: redactor.host(name),
        resolver: RESOLVER.test(resolver) ? resolver : redactor.hide('host', resolver),
        addresses: addresses.map(address),
      };
    }
    case 'connect': {
      const { family, ip, port } = step;
      const kind = family === undefined ? {} : { family };
      return { operation: 'connect', ...times, ...kind, ip: address(ip), port };
    }
    case 'tls':
      return {
        operation: 'tls',
        ...times,
        serverName: redactor.host(step.serverName),
        hello: step.hello,
        ...(step.address === undefined ? {} : { address: address(step.address) }),
        ...(step.issuer === undefined ? {} : { issuer: redactIssuer(step.issuer, redactor, local) }),
        ...(step.chain === undefined ? {} : { chain: redactChain(step, step.chain, redactor, local) }),
        ...(step.session === undefined
          ? {}
          : { session: redactSession(step.session, isPublic(step.serverName)) }),
      };
    case 'proxy':
      return { operation: 'proxy', ...times, protocol: redactWord(step.protocol, redactor) };
    case 'read':
      return { operation: 'read', ...times, bytes: step.bytes };
    case 'dialogue': {
      const { answer } = step;
      const protocol = redactWord(step.protocol, redactor);
      if (step.datagrams !== undefined) {
        const datagrams = { ...step.datagrams, ip: address(step.datagrams.ip) };
        return { operation: 'dialogue', ...times, protocol, datagrams };
      }
      if (answer === undefined) return { operation: 'dialogue', ...times, protocol };
      const location =
        answer.location === undefined ? {} : { location: redactOrigin(answer.location, redactor) };
      return { operation: 'dialogue', ...times, protocol, answer: { ...answer, ...location } };
    }
    case 'bulk':
      return {
        operation: 'bulk',
        ...times,
        bytes: step.bytes,
        bytesPerSecond: step.bytesPerSecond,
        ...(step.curve === undefined ? {} : { curve: step.curve }),
      };
  }
}

/**
 * A chain that the world trusts, or a state's, is shown whole. Of a stranger's nothing is shown but names and hashes: its bytes
 * may name the person or their house. Of one that was made in this house, not even those.
 */
function redactChain(
  { failure, issuer = '' }: { failure: string | null; issuer?: string | undefined },
  chain: readonly RecordedCertificate[],
  redactor: Redactor,
  local: ReadonlySet<string>,
): RecordedCertificate[] {
  if (failure === null || STATES_OWN.test(issuer)) return [...chain];
  if (local.has(issuer))
    return chain.map(({ name }) => ({ name: redactor.hide('certificate issuer', name) }));
  return chain.map(({ name, sha256 }) => ({
    name: redactor.text(name),
    ...(sha256 === undefined ? {} : { sha256 }),
  }));
}

/** What a public host shows to everybody; of any other's certificates nothing, their names are in them. */
function redactSession(
  { version, cipher, alpn, certificates }: RecordedSession,
  isPublicHost: boolean,
): RecordedSession {
  const word = (text: string) => (OUR_SESSION.test(text) ? text : '');
  return {
    ...{ version: word(version), cipher: word(cipher), alpn: word(alpn) },
    certificates: isPublicHost ? certificates : [],
  };
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

function redactIssuer(issuer: string, redactor: Redactor, local: ReadonlySet<string>): string {
  return local.has(issuer) ? redactor.hide('certificate issuer', issuer) : redactor.text(issuer);
}

function redactFailure(failure: string, redactor: Redactor): string {
  if (FAILURES.has(failure) || CODED.test(failure)) return failure;
  return `unknown_failure: ${redactor.hide('message', failure)}`;
}

/** One of our own short words, or nothing. */
function redactWord(word: string, redactor: Redactor): string {
  return OUR_WORD.test(word) ? word : redactor.hide('message', word);
}

/** A page one was led to: a provider's block page is the proof, a machine in this house is not. */
function redactOrigin(location: string, redactor: Redactor): string {
  if (!URL.canParse(location)) return redactor.hide('link', location);
  const { protocol, hostname, port } = new URL(location);
  const host = hostname.replace(/^\[|\]$/g, '');
  return `${protocol}//${redactPageHost(host, redactor)}${port === '' ? '' : `:${port}`}`;
}

function redactPageHost(host: string, redactor: Redactor): string {
  if (isIp(host)) return redactor.address(host, true);
  const isHouse = !host.includes('.') || HOUSE.test(host);
  return isHouse ? redactor.hide('host', host) : redactor.ownWords(host);
}
