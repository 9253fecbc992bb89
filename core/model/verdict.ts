import type { MessengerId, Purpose } from './messenger.ts';
import type { Step } from './trace.ts';

/** Why something is not reachable, as far as it was measured. */
export const CAUSES = [
  'dns-tampering',
  'ip-blocked',
  'sni-blocked',
  'tls-fingerprint',
  'frozen',
  'throttled',
  'intercepted',
  'whitelist-only',
  'captive-portal',
  'shutdown',
  'offline',
  'clock-wrong',
  'outage-or-blocked',
  'unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

/** One measured cause: a short machine-readable detail (`reset`, `silent`, an issuer) and the steps it rests on. */
export interface Finding {
  readonly cause: Cause;
  readonly detail?: string;
  readonly evidence: readonly Step[];
}

/**
 * `reachable`: a dialogue and bulk passed; `answers`: a dialogue passed and no bulk is offered;
 * `blocked`: see findings, most telling first; `unknown`: we cannot tell.
 */
export type Reachability = 'reachable' | 'answers' | 'blocked' | 'unknown';

export interface Verdict {
  readonly messenger: MessengerId;
  readonly purpose: Purpose;
  readonly state: Reachability;
  readonly findings: readonly Finding[];
}

/** What the control measurements say of the network as a whole; null while nothing is wrong with it. */
export type NetworkCause = Extract<
  Cause,
  'whitelist-only' | 'captive-portal' | 'shutdown' | 'offline' | 'clock-wrong' | 'intercepted'
>;

export interface NetworkVerdict {
  readonly cause: NetworkCause | null;
  readonly detail?: string;
  readonly evidence: readonly Step[];
}
