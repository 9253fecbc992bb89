import type { AddressGate } from '../model/dialer.ts';
import type { Attempt, Prover } from '../model/route.ts';
import type { Obstacle, Strategy } from '../model/strategies.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Step } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import type { OnNeutral } from './neutral-first.ts';
import type { ResolverChoice } from './resolver-choice.ts';
import type { ServerChecks } from './server-check.ts';

/** What a search works with. */
export interface SearchTools {
  readonly prover: Prover;
  readonly gate: AddressGate;
  readonly resolvers: ResolverChoice;
  readonly serverChecks: ServerChecks;
  /** Gives a strategy the resolver chosen on this network. */
  readonly instantiate: (strategy: Strategy, resolverId: string) => Transport;
  /** In the messenger's published ranges, or one of its published addresses. */
  readonly isPublished: (address: string) => boolean;
  /** A censor may now keep this address blocked for us. */
  readonly onHit: (address: { host: string; port: number }) => void;
  /** Whether a download's rate (bytes per second) is out of proportion to what this network gives others. */
  readonly isThrottled: (bytesPerSecond: number) => Promise<boolean>;
  /** A server was tried for a purpose: the seconds to its proof, or null where it was not proven. */
  readonly onServer: (server: Transport, seconds: number | null) => void;
  readonly onNeutral: OnNeutral;
  readonly clock: Clock;
  readonly random: Random;
}

export interface SearchEvents {
  /** A rung is being tried. */
  readonly onTrying: (rung: string, transport: Transport) => void;
  readonly onStep: (transport: Transport, step: Step) => void;
}

export interface SearchResult {
  /** The transport that was proven, or null when none was. */
  readonly found: Transport | null;
  readonly attempts: readonly Attempt[];
  readonly obstacles: ReadonlySet<Obstacle>;
  /** Whether the plain way was tried at all: a remembered one may have been proven before its turn came. */
  readonly plainTried: boolean;
  /** Resolves once the plain way's attempts are complete: it may go on a little after another has won. */
  readonly measured: Promise<void>;
  /** The plain way where it proved itself whole within 3 s after `found` had won; null otherwise. Never rejects. */
  readonly late: Promise<Transport | null>;
}

export interface SearchSignals {
  /** Ends everything; the search rejects with its reason. */
  readonly signal: AbortSignal;
  /** The network itself lets nothing through: stop looking and keep what was learnt. */
  readonly giveUp: AbortSignal;
}
