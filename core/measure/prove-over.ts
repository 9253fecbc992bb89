import type { StreamDialer } from '../model/dialer.ts';
import type { Proof } from '../model/messenger.ts';
import type { ProofOutcome } from '../model/route.ts';
import type { Step, Trace } from '../model/trace.ts';
import type { TransportKind } from '../model/transport.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';
import { type ProofTools, runProof } from './run-proof.ts';
import { silenceLimit } from './silence.ts';
import { streamFailure } from './tunnel-failure.ts';

/** Milliseconds for a whole proof; a bulk on a slow but honest network ends by itself after 6 s. */
const PROOF_MS = 8000;
/** Milliseconds for the stream to open: a lost SYN is sent again after 1 s and 3 s. */
export const OPEN_MS = 4000;

export interface ProofStage {
  readonly dialer: StreamDialer;
  readonly kind: TransportKind;
  readonly signal: AbortSignal;
  /** Filled by `trace`, and by the dialer's own steps. */
  readonly steps: readonly Step[];
  readonly trace: Trace;
}

/** Runs a proof over a dialer within 8 s and turns how it ended into an outcome. Rejects only when aborted. */
export async function proveOver(
  proof: Proof,
  { dialer, kind, signal, steps, trace }: ProofStage,
  tools: ProofTools,
): Promise<ProofOutcome> {
  const deadline = { signal, ms: PROOF_MS, operation: 'dialogue', clock: tools.clock } as const;
  const silence = () => silenceLimit(steps, kind);
  // Somebody's slow server is slow by itself, and better than nothing: only our own ways are held against a control.
  const { controlSpeed, ...others } = tools;
  const used = kind === 'server' || controlSpeed === undefined ? others : tools;
  try {
    const gained = await withDeadline(deadline, (limited) =>
      runProof(proof, { dialer, signal: limited, trace, silence }, used),
    );
    return { ok: true, steps, ...gained };
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, steps, error: streamFailure(steps, classify(error, 'dialogue')) };
  }
}
