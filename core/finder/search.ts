import type { Proof, PurposeData } from '../model/messenger.ts';
import type { Attempt, ProofOutcome, Prover } from '../model/route.ts';
import type { Strategy } from '../model/strategies.ts';
import type { Transport } from '../model/transport.ts';
import { linkedController, onAbort } from '../net/abort.ts';
import { isIp } from '../net/ip.ts';
import { roundTripOf, tryTransport } from './attempt.ts';
import { createKnowledge } from './knowledge.ts';
import { type Candidate, isBeaten } from './ladder.ts';
import { passesOnNeutral, repeatsHello } from './neutral-first.ts';
import { wasCutInHello } from './obstacle.ts';
import { type RunContext, type RunResult, race } from './race.ts';
import { isEncrypted } from './resolver-choice.ts';
import type { SearchEvents, SearchResult, SearchSignals, SearchTools } from './search-parts.ts';

/** Searches one purpose's way over the candidates. Rejects only with `signal`'s reason. */
export async function search(
  purpose: PurposeData,
  candidates: readonly Candidate[],
  tools: SearchTools,
  events: SearchEvents,
  { signal, giveUp }: SearchSignals,
): Promise<SearchResult> {
  const attempts: Attempt[] = [];
  const proofs = purpose.samples.flat();
  const [firstProof] = proofs;
  if (firstProof === undefined) throw new Error('a purpose without a proof');
  const { host, port } = firstProof;
  const name = proofs.find((proof) => !isIp(proof.host))?.host;
  const knowledge = createKnowledge(tools);
  const waiting = [...candidates];
  let choosing = 0;
  let plainTried = false;
  let measured = Promise.resolve();
  let late: Transport | null = null;

  const { controller, unlink } = linkedController(signal);
  const keepOpen = onAbort(giveUp, () => controller.abort(giveUp.reason));
  try {
    const found = await race<Candidate, Transport>({
      next,
      run(candidate, context) {
        const outcome = run(candidate, context);
        if (candidate.kind === 'plain') measured = outcome.then(ignore, ignore);
        return outcome;
      },
      isFavourite: ({ kind }) => kind === 'plain',
      onLateFavourite(transport) {
        late = transport;
      },
      clock: tools.clock,
      random: tools.random,
      signal: controller.signal,
    });
    return result(found);
  } catch (error) {
    signal.throwIfAborted();
    if (!giveUp.aborted) throw error;
    return result(null);
  } finally {
    keepOpen();
    // The plain way may still be under way, and must end with the session.
    measured.then(unlink, unlink);
  }

  function result(found: Transport | null): SearchResult {
    const { obstacles } = knowledge;
    return { found, attempts, obstacles, plainTried, measured, late: measured.then(() => late) };
  }

  function next(): Candidate | undefined {
    for (let index = 0; index < waiting.length; ) {
      const candidate = waiting[index];
      if (candidate === undefined || isBeaten(candidate, knowledge.obstacles)) waiting.splice(index, 1);
      else if (mustWait(candidate)) index++;
      else return waiting.splice(index, 1)[0];
    }
    return undefined;
  }

  /**
   * A strategy waits while the resolver is being chosen, and lets servers go first while not even the plain way connects.
   * A slow server, and one that failed a short while ago, let everything else go first.
   */
  function mustWait(candidate: Candidate): boolean {
    if (isLast(candidate)) return !waiting.every(isLast);
    if (candidate.kind !== 'strategy') return false;
    const hasServer = waiting.some((other) => other.kind === 'server' && !isLast(other));
    return choosing > 0 || (hasServer && knowledge.plainHangsBeforeConnecting());
  }

  async function run(candidate: Candidate, context: RunContext): Promise<RunResult<Transport>> {
    const transport = await ready(candidate, context);
    if (transport === null) return { won: false };
    context.progress();
    if (candidate.kind === 'plain') plainTried = true;
    events.onTrying(candidate.rung, transport);
    const startedAt = tools.clock.monotonic();
    const proven = await tryTransport(
      purpose.samples,
      transport,
      {
        prover: { prove: (proof, _, options) => prove(proof, transport, options, context) },
        gate: tools.gate,
        signal: context.signal,
        trace(step, proof) {
          if (step.failure === null) context.progress(roundTripOf(step));
          knowledge.onStep(transport, step, proof);
          events.onStep(transport, step);
        },
        onAttempt: (attempt) => attempts.push(attempt),
      },
      { together: candidate.kind === 'remembered' },
    );
    if (transport.kind === 'server' && !context.signal.aborted) {
      const seconds = (tools.clock.monotonic() - startedAt) / 1000;
      tools.onServer(transport, proven ? seconds : null);
    }
    return proven ? { won: true, value: transport } : { won: false };
  }

  /** One proof, judged for its speed and learnt from before anything else is tried. */
  async function prove(
    proof: Proof,
    transport: Transport,
    options: Parameters<Prover['prove']>[2],
    context: RunContext,
  ): Promise<ProofOutcome> {
    const raw = await tools.prover.prove(proof, transport, options);
    const outcome = transport.kind === 'server' ? raw : await knowledge.judgeSpeed(raw);
    if (transport.kind !== 'server' && wasCutInHello(proof, outcome)) {
      knowledge.noteCut(proof.host);
      askAhead(context);
    }
    if (!context.signal.aborted) await knowledge.learn({ transport, proof, outcome }, context);
    return outcome;
  }

  /** Names that may be blocked and stand in the hellos of a strategy. */
  function suspectsFor({ asks, front }: Strategy): readonly string[] {
    if (asks === undefined) return knowledge.suspects();
    if (front !== undefined) return [];
    return knowledge.obstacles.has('server-name') ? [asks] : [];
  }

  /** The next shape's turn will come: its answer may be on the way by then. */
  function askAhead(context: RunContext): void {
    const next = waiting.find(
      (candidate) =>
        candidate.kind === 'strategy' &&
        !repeatsHello(candidate.strategy) &&
        !isBeaten(candidate, knowledge.obstacles),
    );
    if (next?.kind !== 'strategy') return;
    const trace = () => context.progress();
    passesOnNeutral(next.strategy, suspectsFor(next.strategy), tools, {
      signal: controller.signal,
      trace,
    }).catch(ignore);
  }

  /** A strategy needs a resolver first, a server a check; null when it cannot be had or is already known to fail. */
  async function ready(candidate: Candidate, context: RunContext): Promise<Transport | null> {
    const options = { signal: context.signal, trace: () => context.progress() };
    switch (candidate.kind) {
      case 'strategy': {
        const { strategy } = candidate;
        const asked = strategy.asks ?? name;
        if (asked === undefined) return null;
        const isShaped = !repeatsHello(strategy);
        if (!isShaped) askAhead(context);
        choosing++;
        const chosen = tools.resolvers.choose(asked, options).finally(() => {
          choosing--;
        });
        const [resolver, mayTry] = await Promise.all([
          chosen,
          isShaped ? passesOnNeutral(strategy, suspectsFor(strategy), tools, options) : true,
        ]);
        if (resolver === null || !mayTry) return null;
        // What carries a protocol goes to other addresses than the plain way, with another hello.
        const isOtherwisePlain = !isShaped && strategy.carries === undefined && isEncrypted(resolver.id);
        if (isOtherwisePlain && (await knowledge.plainHangsAtRightAddress(options))) return null;
        if (isBeaten(candidate, knowledge.obstacles)) return null;
        return tools.instantiate(strategy, resolver.id);
      }
      case 'server': {
        const { transport } = candidate;
        if (isSlow(candidate) && transport.prepare === undefined) return transport;
        const fault = await tools.serverChecks.check(transport, { host, port }, options);
        if (fault?.failure === 'x_proxy_timed_out' && !isSlow(candidate))
          waiting.push({ ...candidate, isSlow: true });
        return fault === null ? transport : null;
      }
      default: {
        const { transport } = candidate;
        if (transport.prepare === undefined) return transport;
        return (await tools.serverChecks.check(transport, { host, port }, options)) === null
          ? transport
          : null;
      }
    }
  }
}

function isLast(candidate: Candidate): boolean {
  return isSlow(candidate) || (candidate.kind === 'server' && candidate.isResting === true);
}

function isSlow(candidate: Candidate): boolean {
  return candidate.kind === 'server' && candidate.isSlow === true;
}

function ignore(): void {}
