import type { DeepAttempt, DeepFinding, DeepMeasurement } from '../model/deep-check.ts';
import type { Attempt } from '../model/route.ts';
import type { CurvePoint, DialogueStep, Step, TlsSession } from '../model/trace.ts';
import type { Finding, NetworkVerdict, Verdict } from '../model/verdict.ts';
import { familyOf } from '../net/ip.ts';
import type {
  DeepRecord,
  MessengerRecord,
  NetworkRecord,
  RecordedAttempt,
  RecordedFinding,
  RecordedResult,
  RecordedSession,
  RecordedStep,
} from './record.ts';

/** The same moment on both clocks: milliseconds since 1970, and monotonic ones. */
export interface Moment {
  readonly now: number;
  readonly monotonic: number;
}

const MOST_TEXT = 512;
const MOST_STEPS = 512;
const MOST_ATTEMPTS = 128;
const MOST_FINDINGS = 16;
const MOST_ADDRESSES = 64;
const MOST_POINTS = 64;
const MOST_RESULTS = 8;
const MOST_NAMES = 32;
const MOST_CERTIFICATES = 8;
const MOST_CERTIFICATE = 16_384;
/** What stands in the place of somebody's server: not even its address is taken over. */
const SERVER = '[server]';

/** Takes over what a report may hold of a verdict and of the attempts it was made from. Steps over somebody's server are none of it. */
export function recordVerdict(
  { messenger, purpose, state, findings }: Verdict,
  attempts: readonly Attempt[],
  moment: Moment,
): MessengerRecord {
  const plain = attempts.filter(({ transport }) => transport.kind === 'plain');
  const steps = numbered([
    ...plain.flatMap(({ outcome }) => outcome.steps),
    ...findings.flatMap(({ evidence }) => evidence),
  ]);
  return {
    kind: 'messenger',
    ...{ messenger, purpose, state },
    ...timed(steps, moment),
    findings: findings.slice(0, MOST_FINDINGS).map((finding) => recordFinding(finding, steps)),
    attempts: attempts.slice(-MOST_ATTEMPTS).map((attempt) => recordAttempt(attempt, steps)),
  };
}

/** The same for what the control measurements say of the whole network. */
export function recordNetwork({ cause, detail, evidence }: NetworkVerdict, moment: Moment): NetworkRecord {
  const steps = numbered(evidence);
  const told = cause === null ? null : { cause, evidence, ...(detail === undefined ? {} : { detail }) };
  return {
    kind: 'network',
    ...timed(steps, moment),
    finding: told === null ? null : recordFinding(told, steps),
  };
}

/** The same for one test of a closer look. */
export function recordDeep(
  { test, subject, attempts, beside = [], findings }: DeepMeasurement,
  moment: Moment,
): DeepRecord {
  const steps = numbered([
    ...beside,
    ...attempts.flatMap((attempt) => attempt.steps),
    ...findings.flatMap(({ evidence }) => evidence),
  ]);
  return {
    kind: 'deep',
    ...timed(steps, moment),
    ...{ test, subject },
    attempts: attempts.slice(-MOST_ATTEMPTS).map((attempt) => recordDeepAttempt(attempt, steps)),
    results: findings.slice(0, MOST_RESULTS).map((finding) => recordResult(finding, steps)),
  };
}

type Numbers = ReadonlyMap<Step, number>;

/** Each step once, in the order of time. */
function numbered(steps: readonly Step[]): Numbers {
  const inOrder = [...new Set(steps)].sort((a, b) => a.startedAt - b.startedAt).slice(0, MOST_STEPS);
  return new Map(inOrder.map((step, index) => [step, index]));
}

function timed(numbers: Numbers, { now, monotonic }: Moment) {
  const steps = [...numbers.keys()];
  const begin = steps[0]?.startedAt ?? monotonic;
  const end = Math.max(begin, ...steps.map(({ endedAt }) => endedAt));
  return {
    startedAt: Math.max(0, Math.round(now - (monotonic - begin))),
    runtime: seconds(end - begin),
    steps: steps.map((step) => recordStep(step, begin)),
  };
}

function recordStep(step: Step, begin: number): RecordedStep {
  const times = {
    t0: seconds(step.startedAt - begin),
    t: seconds(step.endedAt - begin),
    failure: step.failure === null ? null : clip(step.failure),
  };
  switch (step.operation) {
    case 'resolve': {
      const addresses = step.addresses.slice(0, MOST_ADDRESSES).map(clip);
      const { operation, family } = step;
      const asked = family === undefined ? {} : { family };
      return {
        operation,
        ...times,
        ...asked,
        name: clip(step.name),
        resolver: clip(step.resolver),
        addresses,
      };
    }
    case 'connect':
      return {
        operation: 'connect',
        ...times,
        ...familyIn(step.address),
        ip: clip(step.address.host),
        port: step.address.port,
      };
    case 'tls': {
      const { serverName, address, issuer, chain, hello, session } = step;
      return {
        operation: 'tls',
        ...times,
        serverName: clip(serverName),
        hello,
        ...(address === undefined ? {} : { address: clip(address) }),
        ...(issuer === undefined ? {} : { issuer: clip(issuer) }),
        ...(chain === undefined ? {} : { chain: chain.slice(0, MOST_CERTIFICATES) }),
        ...(session === undefined ? {} : { session: recordSession(session) }),
      };
    }
    case 'proxy':
      return { operation: 'proxy', ...times, protocol: clip(step.protocol) };
    case 'read':
      return { operation: 'read', ...times, bytes: whole(step.bytes) };
    case 'dialogue':
      return {
        operation: 'dialogue',
        ...times,
        protocol: clip(step.protocol),
        ...(step.answer === undefined ? {} : { answer: step.answer }),
        ...(step.datagrams === undefined ? {} : { datagrams: recordDatagrams(step.datagrams) }),
      };
    case 'bulk': {
      const point = ({ ms, bytes: come }: CurvePoint): [number, number] => [
        seconds(step.startedAt - begin + ms),
        whole(come),
      ];
      const { bytes, bytesPerSecond, curve } = step;
      return {
        operation: 'bulk',
        ...times,
        bytes: whole(bytes),
        bytesPerSecond: Math.max(0, bytesPerSecond),
        ...(curve === undefined ? {} : { curve: curve.slice(-MOST_POINTS).map(point) }),
      };
    }
  }
}

/** Of a name nothing is known: what it led to is another step. */
function familyIn({ host }: { readonly host: string }) {
  const family = familyOf(host);
  return family === undefined ? {} : { family };
}

function recordSession({ version, cipher, alpn, certificates }: TlsSession): RecordedSession {
  const kept = certificates.filter(({ length }) => length <= MOST_CERTIFICATE).slice(0, MOST_CERTIFICATES);
  return { version: clip(version), cipher: clip(cipher), alpn: clip(alpn), certificates: kept };
}

function recordAttempt({ transport, proof, outcome }: Attempt, numbers: Numbers): RecordedAttempt {
  return {
    transport: transport.kind === 'server' ? SERVER : clip(transport.label),
    kind: transport.kind,
    proof: proof.kind,
    host: clip(proof.host),
    port: proof.port,
    ...('path' in proof ? { path: clip(proof.path) } : {}),
    failure: outcome.ok ? null : clip(outcome.error.failure),
    operation: outcome.ok ? null : outcome.error.operation,
    steps: transport.kind === 'plain' ? places(outcome.steps, numbers) : [],
  };
}

function recordDatagrams({ address, sent, received }: NonNullable<DialogueStep['datagrams']>) {
  return { ip: clip(address.host), port: address.port, sent: whole(sent), received: whole(received) };
}

function recordDeepAttempt(
  { ask, host, port, path, failure, steps }: DeepAttempt,
  numbers: Numbers,
): RecordedAttempt {
  return {
    ...{ transport: 'system', kind: 'plain', proof: ask, host: clip(host), port },
    ...(path === undefined ? {} : { path: clip(path) }),
    failure: failure === null ? null : clip(failure),
    operation: steps.findLast((step) => step.failure !== null)?.operation ?? null,
    steps: places(steps, numbers),
  };
}

function recordResult(
  { verdict, names, count, all, sureness, evidence }: DeepFinding,
  numbers: Numbers,
): RecordedResult {
  return {
    ...{ verdict, sureness, names: names.slice(0, MOST_NAMES).map(clip), steps: places(evidence, numbers) },
    ...(count === undefined ? {} : { count }),
    ...(all === undefined ? {} : { all }),
  };
}

function recordFinding({ cause, detail, evidence }: Finding, numbers: Numbers): RecordedFinding {
  const steps = places(evidence, numbers);
  return { cause, steps, ...(detail === undefined ? {} : { detail: clip(detail) }) };
}

function places(steps: readonly Step[], numbers: Numbers): number[] {
  const found = steps.flatMap((step) => numbers.get(step) ?? []);
  return [...new Set(found)].sort((a, b) => a - b);
}

function seconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds)) / 1000;
}

function whole(value: number): number {
  return Math.max(0, Math.round(value));
}

/** Within the record's bounds, and nothing in it that a terminal or a page could take for more than text. */
function clip(text: string): string {
  return text.replace(/\p{C}/gu, ' ').slice(0, MOST_TEXT);
}
