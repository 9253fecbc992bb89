import type { AddressGate } from '../model/dialer.ts';
import type { Proof } from '../model/messenger.ts';
import type { Attempt, Prover } from '../model/route.ts';
import type { Step } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';

export interface AttemptTools {
  readonly prover: Prover;
  readonly gate: AddressGate;
  readonly signal: AbortSignal;
  /** Told of every step as it ends, and of the proof it belongs to. */
  readonly trace: (step: Step, proof: Proof) => void;
  /** Told of every proof as it ends, before anything is concluded from it. */
  readonly onAttempt: (attempt: Attempt) => void;
}

/**
 * Proves one sample: its hosts side by side, at each the dialogue alone first, so that a censor sees one hello to an
 * address and not three, then the rest together. Where one host has failed, nothing more is asked of the others.
 * `together` starts all at once, for a transport that was proven on this network before.
 */
async function trySample(
  sample: readonly Proof[],
  transport: Transport,
  tools: AttemptTools,
  together: boolean,
): Promise<boolean> {
  let hasFailed = false;
  const prove = async (proof: Proof): Promise<void> => {
    const trace = (step: Step) => tools.trace(step, proof);
    const outcome = await tools.prover.prove(proof, transport, { ...tools, trace });
    tools.onAttempt({ transport, proof, outcome });
    if (!outcome.ok) hasFailed = true;
  };
  const atHost = async ([dialogue, ...rest]: readonly Proof[]): Promise<void> => {
    if (dialogue !== undefined) await prove(dialogue);
    if (!hasFailed) await Promise.all(rest.map(prove));
  };
  await Promise.all(together ? longestFirst(sample).map(prove) : byHost(sample).map(atHost));
  return !hasFailed;
}

/** Downloads take the most round trips: what starts with them must not keep them waiting. */
function longestFirst(sample: readonly Proof[]): readonly Proof[] {
  const isBulk = ({ kind }: Proof) => kind === 'bulk';
  return [...sample.filter(isBulk), ...sample.filter((proof) => !isBulk(proof))];
}

/** The proofs of each host, in the order of the data. */
function byHost(sample: readonly Proof[]): readonly (readonly Proof[])[] {
  const hosts = [...new Set(sample.map(({ host }) => host))];
  return hosts.map((host) => sample.filter((proof) => proof.host === host));
}

/** Tries a purpose's samples, which are alternatives, in turn until one is proven whole; resolves to whether one was. */
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
