import type { AddressGate, PacketDialer, StreamDialer } from '../../model/dialer.ts';
import type { Resolver } from '../../model/resolver.ts';
import type { Clock, Random } from '../../model/time.ts';
import type { Step, Trace } from '../../model/trace.ts';
import type { AddressJudgement } from '../../net/dns/judge.ts';
import type { NameTests } from '../name-tests.ts';
import type { ProofTools } from '../run-proof.ts';

/** What a closer look works with beside its data. */
export interface DeepTools {
  /** The plain way. */
  readonly dialer: StreamDialer;
  readonly packets: PacketDialer;
  readonly gate: AddressGate;
  /** By text form; undefined for what an operator does not offer. */
  readonly resolver: (id: string) => Resolver | undefined;
  readonly judge: (address: string) => AddressJudgement;
  /** Whether a messenger publishes an address as its own. */
  readonly isPublished: (address: string) => boolean;
  readonly nameTests: Pick<NameTests, 'ask'>;
  readonly proofs: Omit<ProofTools, 'controlSpeed'>;
  /** Bytes per second that a control download reaches; null when none came through. */
  readonly controlSpeed: (signal: AbortSignal, trace: Trace) => Promise<number | null>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Steps as they end, and what fills them. */
export function recorder(): { readonly steps: Step[]; readonly trace: Trace } {
  const steps: Step[] = [];
  return { steps, trace: (step) => void steps.push(step) };
}

/** The plain way with every step told, and no burst of handshakes to one address. */
export function tracedDialer(
  { dialer, gate }: Pick<DeepTools, 'dialer' | 'gate'>,
  trace: Trace,
): StreamDialer {
  return { dial: (target, options) => dialer.dial(target, { ...options, trace, gate }) };
}
