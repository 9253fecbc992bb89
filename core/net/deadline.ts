import { NetError, type Operation } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { linkedController } from './abort.ts';
import { systemClock } from './system-clock.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** Milliseconds, from now. */
  readonly ms: number;
  /** What the NetError of a missed deadline names. */
  readonly operation: Operation;
  readonly clock?: Clock;
  /** Something that grows while the work gets on: the time begins anew as long as it does. */
  readonly progress?: () => number;
}

/**
 * Runs `work` with a signal that is aborted with `signal`'s reason, or after `ms` with
 * `NetError(operation, 'generic_timeout_error')`; whichever it was is what the returned promise rejects with.
 * The signal dies with the work: what the work returns is no longer tied to it. Timer and listener are removed.
 */
export async function withDeadline<T>(
  { signal, ms, operation, clock = systemClock, progress = () => 0 }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { controller, unlink } = linkedController(signal);
  let callOff = () => {};
  const watch = (before: number): void => {
    callOff = clock.after(ms, () => {
      const now = progress();
      if (now > before) watch(now);
      else controller.abort(new NetError(operation, 'generic_timeout_error'));
    });
  };
  watch(progress());
  try {
    return await work(controller.signal);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    callOff();
    unlink();
  }
}
