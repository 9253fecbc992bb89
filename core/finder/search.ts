import type { AddressGate } from '../model/dialer.ts';
import type { PurposeData } from '../model/messenger.ts';
import type { Attempt, Prover } from '../model/route.ts';
import type { Obstacle, Strategy } from '../model/strategies.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Step } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import { linkedController, onAbort } from '../net/abort.ts';
import { roundTripOf, tryTransport } from './attempt.ts';
import { type Candidate, isBeaten } from './ladder.ts';
import { connectedAddress, hitAddress, obstacleOf } from './obstacle.ts';
import { type RunContext, race } from './race.ts';
import type { ResolverChoice } from './resolver-choice.ts';
import type { ServerChecks } from './server-check.ts';

export interface SearchTools {
  readonly prover: Prover;
  readonly gate: AddressGate;
  readonly resolvers: ResolverChoice;
  readonly serverChecks: ServerChecks;
  /** Gives a strategy the resolver chosen on this network. */
  readonly instantiate: (strategy: Strategy, resolverId: string) => Transport;
  /** In the messenger's published ranges, or one of its published addresses for the name. */
  readonly isPublished: (address: string) => boolean;
  /** A censor may now keep this address blocked for us. */
  readonly onHit: (address: { host: string; port: number }) => void;
  readonly clock: Clock;
  readonly random: Random;
}

export interface SearchEvents {
  /** A rung is being tried, or one of its steps ended. */
  readonly onTrying: (rung: string, transport: Transport) => void;
  readonly onStep: (transport: Transport, step: Step) => void;
}

export interface SearchResult {
  /** The transport that was proven, or null when none was. */
  readonly found: Transport | null;
  readonly attempts: readonly Attempt[];
  readonly obstacles: ReadonlySet<Obstacle>;
}

export interface SearchSignals {
  /** Ends everything; the search rejects with its reason. */
  readonly signal: AbortSignal;
  /** The network itself lets nothing through: stop looking and keep what was learnt. */
  readonly giveUp: AbortSignal;
}

/** Searches one purpose's way over the candidates. Rejects only with `signal`'s reason. */
export async function search(
  purpose: PurposeData,
  candidates: readonly Candidate[],
  tools: SearchTools,
  events: SearchEvents,
  { signal, giveUp }: SearchSignals,
): Promise<SearchResult> {
  const attempts: Attempt[] = [];
  const obstacles = new Set<Obstacle>();
  const waiting = [...candidates];
  const [firstProof] = purpose.samples.flat();
  if (firstProof === undefined) return { found: null, attempts, obstacles };

  const { controller, unlink } = linkedController(signal);
  const keepOpen = onAbort(giveUp, () => controller.abort(giveUp.reason));
  const found = await race<Candidate, Transport>({
    next() {
      for (;;) {
        const candidate = waiting.shift();
        if (candidate === undefined || !isBeaten(candidate, obstacles)) return candidate;
      }
    },
    isFavourite: ({ kind }) => kind === 'plain',
    run: async (candidate, context) => {
      const transport = await ready(candidate, context);
      if (transport === null) return { won: false };
      events.onTrying(candidate.rung, transport);
      const result = await tryTransport(
        purpose.samples,
        transport,
        {
          prover: tools.prover,
          gate: tools.gate,
          signal: context.signal,
          trace: traceOf(transport, context),
        },
        { together: candidate.kind === 'remembered' },
      );
      attempts.push(...result.attempts);
      if (result.proven) return { won: true, value: transport };
      if (!context.signal.aborted) await learn(candidate, transport, result.attempts, context);
      return { won: false };
    },
    clock: tools.clock,
    random: tools.random,
    signal: controller.signal,
  })
    .catch((error: unknown) => {
      signal.throwIfAborted();
      if (giveUp.aborted) return null;
      throw error;
    })
    .finally(() => {
      unlink();
      keepOpen();
    });
  return { found, attempts, obstacles };

  function traceOf(transport: Transport, context: RunContext) {
    return (step: Step) => {
      if (step.failure === null) context.progress(roundTripOf(step));
      events.onStep(transport, step);
    };
  }

  /** A strategy needs a resolver first, a server a check; null when it cannot be had. */
  async function ready(candidate: Candidate, context: RunContext): Promise<Transport | null> {
    if (candidate.kind === 'strategy') {
      const trace = () => context.progress();
      const resolver = await tools.resolvers.choose(hostOfPurpose(), { signal: context.signal, trace });
      return resolver === null ? null : tools.instantiate(candidate.strategy, resolver.id);
    }
    if (candidate.kind !== 'server') return candidate.transport;
    const trace = () => context.progress();
    const target = { host: hostOfPurpose(), port: firstProof?.port ?? 443 };
    const fault = await tools.serverChecks.check(candidate.transport, target, {
      signal: context.signal,
      trace,
    });
    return fault === null ? candidate.transport : null;
  }

  function hostOfPurpose(): string {
    return firstProof?.host ?? '';
  }

  /** Turns a failed candidate into what the rest of the search should know. */
  async function learn(
    candidate: Candidate,
    transport: Transport,
    failed: readonly Attempt[],
    context: RunContext,
  ): Promise<void> {
    if (candidate.kind === 'server' || transport.kind === 'server') return;
    const trusted = await trustedAddresses(transport, failed, context);
    const isRight = (address: string) =>
      trusted === 'all' || tools.isPublished(address) || trusted.includes(address);
    for (const { proof, outcome } of failed) {
      const hit = hitAddress(proof, outcome);
      if (hit !== null && isRight(hit.host)) tools.onHit(hit);
      const obstacle = obstacleOf(proof, outcome, isRight);
      if (obstacle !== null) obstacles.add(obstacle);
    }
    const resolver = tools.resolvers.current();
    if (
      candidate.kind === 'strategy' &&
      obstacles.has('dns') &&
      resolver !== null &&
      !isEncrypted(resolver.id)
    ) {
      tools.resolvers.reject(resolver.id);
    }
  }

  /** Encrypted answers are trusted as they are; the system's only where an encrypted resolver agrees. */
  async function trustedAddresses(
    transport: Transport,
    failed: readonly Attempt[],
    context: RunContext,
  ): Promise<'all' | readonly string[]> {
    const resolver = tools.resolvers.current();
    if (transport.kind === 'strategy' && resolver !== null && isEncrypted(resolver.id)) return 'all';
    const doubtful = failed.find(({ outcome }) => {
      const address = connectedAddress(outcome.steps);
      return !outcome.ok && address !== undefined && !tools.isPublished(address);
    });
    if (doubtful === undefined) return [];
    const options = { signal: context.signal, trace: () => context.progress() };
    return tools.resolvers.addressesOf(doubtful.proof.host, options);
  }
}

function isEncrypted(resolverId: string): boolean {
  return resolverId.startsWith('doh:') || resolverId.startsWith('dot:');
}
