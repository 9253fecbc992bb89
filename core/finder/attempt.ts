import type { AddressGate } from '../model/dialer.ts';
import type { Proof } from '../model/messenger.ts';
import type { Attempt, Prover } from '../model/route.ts';
import type { Step, Trace } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';

export interface AttemptTools {
  readonly prover: Prover;
  readonly gate: AddressGate;
  readonly signal: AbortSignal;
  readonly trace: Trace;
}

export interface SampleResult {
  readonly proven: boolean;
  readonly attempts: readonly Attempt[];
}

/**
 * Proves one sample: the dialogue alone first, so that a censor sees one hello and not three, then the rest together.
 * `together` starts all at once, for a transport that was proven on this network before.
 */
async function trySample(
  sample: readonly Proof[],
  transport: Transport,
  tools: AttemptTools,
  together: boolean,
): Promise<SampleResult> {
  const prove = async (proof: Proof): Promise<Attempt> => ({
    transport,
    proof,
    outcome: await tools.prover.prove(proof, transport, tools),
  });
  const attempts: Attempt[] = [];
  const batches = together ? [sample] : [sample.slice(0, 1), sample.slice(1)];
  for (const batch of batches) {
    attempts.push(...(await Promise.all(batch.map(prove))));
    if (attempts.some(({ outcome }) => !outcome.ok)) return { proven: false, attempts };
  }
  return { proven: true, attempts };
}

/** Tries a purpose's samples in turn until one is proven whole. */
export async function tryTransport(
  samples: readonly (readonly Proof[])[],
  transport: Transport,
  tools: AttemptTools,
  options?: { together?: boolean },
): Promise<SampleResult> {
  const attempts: Attempt[] = [];
  for (const sample of samples) {
    const result = await trySample(sample, transport, tools, options?.together ?? false);
    attempts.push(...result.attempts);
    if (result.proven) return { proven: true, attempts };
  }
  return { proven: false, attempts };
}

/** The round trip a step reveals: how long a TCP connection took. Milliseconds. */
export function roundTripOf(step: Step): number | undefined {
  return step.operation === 'connect' && step.failure === null ? step.endedAt - step.startedAt : undefined;
}
