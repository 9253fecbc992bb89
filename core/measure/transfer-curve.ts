import type { Failure } from '../model/failure.ts';
import type { CurvePoint } from '../model/trace.ts';

/** Milliseconds without a byte, after the first, that make a transfer frozen; above the retransmissions of 2 % loss. */
const FREEZE_MS = 2500;
/** Milliseconds for the first byte of an answer to come. */
const FIRST_BYTE_MS = 3000;
/** Milliseconds after which a rate is judged: past slow start on any sensible round trip. */
const JUDGE_MS = 3000;
/** Milliseconds after which a transfer that was never judged throttled has to do. */
const ENOUGH_MS = 6000;
/** Freezes were seen at 14–22 KiB (net4people/bbs#490): what passed this is not frozen there. */
export const PAST_FREEZE = 32 * 1024;

/**
 * Bytes per second. Policing to 16 kB/s lies below; an unhindered 64 KiB from a server 400 ms away, four round
 * trips of slow start, lies above.
 */
const SLOW = 32 * 1024;
/** Times slower than a control that cannot be a matter of distance. */
const SLOWER_THAN_CONTROL = 8;

/** Whether a rate (bytes per second) is slow in itself and out of proportion to a control's; without one never. */
export function isThrottled(bytesPerSecond: number, control: number | null): boolean {
  return control !== null && bytesPerSecond < SLOW && bytesPerSecond < control / SLOWER_THAN_CONTROL;
}

/** Mean bytes per second up to the curve's last point. */
export function meanRate(curve: readonly CurvePoint[]): number {
  const last = curve.at(-1);
  return last === undefined || last.ms <= 0 ? 0 : (last.bytes / last.ms) * 1000;
}

export type TransferJudgement =
  | { readonly kind: 'going' }
  /** Slow but honest, and past where freezes happen. */
  | { readonly kind: 'enough' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Judges a transfer that is still under way by its curve so far. */
export function judgeTransfer(curve: readonly CurvePoint[], control: number | null): TransferJudgement {
  const last = curve.at(-1);
  if (last === undefined) return { kind: 'going' };
  const lastProgress = curve.find(({ bytes }) => bytes === last.bytes) ?? last;
  const quiet = last.ms - lastProgress.ms;
  if (last.bytes === 0) {
    return last.ms < FIRST_BYTE_MS ? { kind: 'going' } : failed('generic_timeout_error');
  }
  if (quiet >= FREEZE_MS) return failed('x_frozen');
  if (last.ms >= JUDGE_MS && isThrottled(meanRate(curve), control)) return failed('x_throttled');
  if (last.ms < ENOUGH_MS) return { kind: 'going' };
  return last.bytes >= PAST_FREEZE ? { kind: 'enough' } : failed('x_throttled');
}

function failed(failure: Failure): TransferJudgement {
  return { kind: 'failed', failure };
}
