import type { Failure } from '../model/failure.ts';
import type { MessengerId, Proof, PurposeData } from '../model/messenger.ts';
import type { Attempt } from '../model/route.ts';
import type { ConnectStep, ResolveStep, Step, TlsStep } from '../model/trace.ts';
import type { NetworkVerdict } from '../model/verdict.ts';
import type { ServerNameTest } from './name-tests.ts';

/** What the system's resolver and encrypted ones say of one name. */
export interface DnsComparison {
  readonly name: string;
  readonly system: DnsView;
  readonly encrypted: DnsView;
  /** Addresses of either that are known to be right: a valid certificate for the name, or published. */
  readonly verified: readonly string[];
}

export interface DnsView {
  readonly addresses: readonly string[];
  /** Null when there was an answer with addresses. */
  readonly failure: Failure | null;
  readonly steps: readonly Step[];
}

/** All that was measured for one messenger and purpose. */
export interface Evidence {
  readonly messenger: MessengerId;
  readonly purpose: PurposeData;
  /** In the order they were made, over any transports. */
  readonly attempts: readonly Attempt[];
  /** Null while the controls have not answered. */
  readonly network: NetworkVerdict | null;
  readonly dns?: readonly DnsComparison[];
  /** Names that were asked for on neutral addresses. */
  readonly serverNames?: readonly ServerNameTest[];
  /** The same for a browser's hello with the name, where that was what drew nothing. */
  readonly browserHello?: ServerNameTest | undefined;
  readonly controlBytesPerSecond?: number | null;
  /** Addresses a censor was triggered on within the last 180 s, before these attempts. */
  readonly restingAddresses?: readonly string[];
}

export type FailedAttempt = Attempt & { readonly outcome: Extract<Attempt['outcome'], { ok: false }> };

/** What the app would do by itself. */
export function plainAttempts({ attempts }: Evidence): readonly Attempt[] {
  return attempts.filter(({ transport }) => transport.kind === 'plain');
}

/** Whether an attempt says something against its way: one that we broke off ourselves says nothing. */
export function isFailed(attempt: Attempt): attempt is FailedAttempt {
  return !attempt.outcome.ok && attempt.outcome.error.failure !== 'interrupted';
}

/** Whether another way than the plain one got an answer from that host: it is up, whatever else. */
export function isUp({ attempts }: Evidence, { host }: Proof): boolean {
  return attempts.some(
    ({ transport, proof, outcome }) => transport.kind !== 'plain' && proof.host === host && outcome.ok,
  );
}

/** TCP connects of an attempt, failed ones too, in the order they were reported. */
export function connects({ outcome }: Attempt): readonly ConnectStep[] {
  return outcome.steps.filter((step) => step.operation === 'connect');
}

/** Name look-ups of an attempt, failed ones too, in the order they were reported. */
export function resolves({ outcome }: Attempt): readonly ResolveStep[] {
  return outcome.steps.filter((step) => step.operation === 'resolve');
}

/** TLS handshakes of an attempt, failed ones too, in the order they were reported. */
export function handshakes({ outcome }: Attempt): readonly TlsStep[] {
  return outcome.steps.filter((step) => step.operation === 'tls');
}

/** All addresses the attempt led to or tried to. */
export function triedAddresses(attempt: Attempt): readonly string[] {
  return [...new Set(connects(attempt).map(({ address }) => address.host))];
}

/** Same proof, compared by what it asks. */
export function isSameProof(one: Proof, other: Proof): boolean {
  return one.kind === other.kind && one.host === other.host && one.port === other.port;
}
