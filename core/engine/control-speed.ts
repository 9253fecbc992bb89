import { measureControlSpeed } from '../measure/control-speed.ts';
import { isThrottled } from '../measure/transfer-curve.ts';
import type { EngineParts } from './parts.ts';

export interface ControlSpeed {
  /** Bytes per second that this network gives a control download; measured once, null when none came through. */
  measure(): Promise<number | null>;
  /** Whether a rate (bytes per second) is slow in itself and beside the control's; asks the control only if it must. */
  isThrottled(bytesPerSecond: number): Promise<boolean>;
  /** Forgets the figure: call it when the network changes. */
  reset(): void;
}

/** Nothing of it rejects: once `signal` is aborted, what was not measured is null, and then no rate is called throttled. */
export function createControlSpeed(
  { bricks, resources, clock }: Pick<EngineParts, 'bricks' | 'resources' | 'clock'>,
  signal: AbortSignal,
): ControlSpeed {
  let known: Promise<number | null> | null = null;
  const measure = () => {
    known ??= measureControlSpeed({
      controls: resources.controls,
      dialer: bricks.plainDialer,
      roots: bricks.roots,
      clock,
      signal,
    }).catch(() => null);
    return known;
  };
  return {
    measure,
    async isThrottled(bytesPerSecond) {
      if (!isThrottled(bytesPerSecond, Number.POSITIVE_INFINITY)) return false;
      return isThrottled(bytesPerSecond, await measure());
    },
    reset() {
      known = null;
    },
  };
}
