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
  /** Told of every proof as it ends, before anything is concluded from it. */
  readonly onAttempt: (attempt: Attempt) => void;
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
): Promise<boolean> {
  const prove = async (proof: Proof): Promise<boolean> => {
    const outcome = await tools.prover.prove(proof, transport, tools);
    tools.onAttempt({ transport, proof, outcome });
    return outcome.ok;
  };
  const batches = together ? [sample] : [sample.slice(0, 1), sample.slice(1)];
  for (const batch of batches) {
    const proven = await Promise.all(batch.map(prove));
    if (proven.includes(false)) return false;
  }
  return true;
}

/** Tries a purpose's samples in turn until one is proven whole; resolves to whether one was. */
export async function tryTransport(
  samples: readonly (readonly Proof[])[],
  transport: Transport,
  tools: AttemptTools,
  options?: { together?: boolean },
): Promise<boolean> {
  for (const sample of samples) {
    if (await trySample(sample, transport, tools, options?.together ?? false)) return true;
  }
  return false;
}

/** The round trip a step reveals: how long a TCP connection took. Milliseconds. */
export function roundTripOf(step: Step): number | undefined {
  return step.operation === 'connect' && step.failure === null ? step.endedAt - step.startedAt : undefined;
}
