import type { Attempt } from '../../model/route.ts';
import type { BulkStep, Step } from '../../model/trace.ts';
import type { Finding } from '../../model/verdict.ts';
import type { FailedAttempt } from '../evidence.ts';
import { isThrottled } from '../transfer-curve.ts';
import { detailOf } from './address.ts';

/** What became of a transfer that had begun. Details: bytes until the freeze, or bytes per second. */
export function findFlowBlock({ outcome }: FailedAttempt): Finding | null {
  const { operation, failure } = outcome.error;
  if (operation !== 'bulk') return null;
  const steps = bulkSteps(outcome.steps);
  const last = steps.at(-1);
  if (failure === 'x_frozen') return finding('frozen', last?.bytes, steps);
  if (failure === 'x_throttled') return finding('throttled', last?.bytesPerSecond, steps);
  return { cause: 'outage-or-blocked', detail: detailOf(failure), evidence: steps };
}

/** A transfer that came through, but crawled beside the control's. */
export function findThrottling({ outcome }: Attempt, control: number | null): Finding | null {
  if (!outcome.ok || outcome.bytesPerSecond === null) return null;
  if (!isThrottled(outcome.bytesPerSecond, control)) return null;
  return finding('throttled', outcome.bytesPerSecond, bulkSteps(outcome.steps));
}

function finding(
  cause: 'frozen' | 'throttled',
  amount: number | undefined,
  evidence: readonly Step[],
): Finding {
  return { cause, evidence, ...(amount === undefined ? {} : { detail: String(Math.round(amount)) }) };
}

function bulkSteps(steps: readonly Step[]): readonly BulkStep[] {
  return steps.filter((step) => step.operation === 'bulk');
}
