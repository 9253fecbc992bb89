import type { DeepAttempt, DeepMeasurement } from '../../model/deep-check.ts';
import type { Messenger, Proof } from '../../model/messenger.ts';
import { linkedController } from '../../net/abort.ts';
import { proveOver } from '../prove-over.ts';
import { type DeepTools, recorder, tracedDialer } from './deep-tools.ts';
import { judgeDownload } from './judge-answers.ts';

type Bulk = Extract<Proof, { kind: 'bulk' }>;

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Milliseconds for all of them. */
  readonly limitMs: number;
}

/** What each messenger offers to download without an account. */
export function bulksOf(
  messengers: readonly Messenger[],
): readonly { readonly id: string; readonly bulk: Bulk }[] {
  return messengers.flatMap(({ id, purposes }) =>
    purposes
      .flatMap(({ samples }) => samples.flat())
      .filter((proof) => proof.kind === 'bulk')
      .map((bulk) => ({ id, bulk })),
  );
}

/**
 * A control's download, then the messengers', one after another so that none slows another down; bytes are counted every 250 ms.
 * What was not begun within the limit is left out. Rejects only when aborted.
 */
export async function measureDownloads(
  messengers: readonly Messenger[],
  tools: DeepTools,
  { signal, limitMs }: DownloadOptions,
): Promise<readonly DeepMeasurement[]> {
  const { clock, proofs } = tools;
  const { controller, unlink } = linkedController(signal);
  const callOff = clock.after(limitMs, () => controller.abort(new Error('time is up')));
  const measured: DeepMeasurement[] = [];
  try {
    const control = recorder();
    const speed = await tools.controlSpeed(controller.signal, control.trace);
    for (const { id, bulk } of bulksOf(messengers)) {
      const { steps, trace } = recorder();
      const dialer = tracedDialer(tools, trace);
      const stage = { dialer, kind: 'plain', signal: controller.signal, steps, trace } as const;
      const outcome = await proveOver(bulk, stage, { ...proofs, controlSpeed: () => speed });
      const { host, port, path } = bulk;
      const failure = outcome.ok ? null : outcome.error.failure;
      const attempt: DeepAttempt = { ask: 'bulk', host, port, path, failure, steps };
      const findings = [judgeDownload(attempt)];
      measured.push({ test: 'downloads', subject: id, attempts: [attempt], beside: control.steps, findings });
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!controller.signal.aborted) throw error;
  } finally {
    callOff();
    controller.abort();
    unlink();
  }
  return measured;
}
