import { setMaxListeners } from 'node:events';
import type { Clock } from '../../model/time.ts';
import { onAbort } from '../abort.ts';

export interface StaggeredOptions<T> {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Milliseconds until the next attempt joins in; asked anew each time. */
  readonly stagger: () => number;
  /** How many may be under way at once, not counting those that have been so for longer than `patience`. */
  readonly limit: number;
  /** Milliseconds after which a silent attempt makes room for another; it may still win. */
  readonly patience: number;
  /** Gets what a loser brings after the race is decided. */
  readonly discard?: (late: T) => void;
}

export interface Winner<T> {
  readonly value: T;
  /** Which attempt it was. */
  readonly index: number;
}

/**
 * Starts attempts in order, the next one when one fails or the stagger has passed (RFC 8305 §5); the first to
 * fulfil wins and the others are aborted. Rejects with an AggregateError, one error per attempt in order, or
 * with the signal's reason.
 */
export function staggered<T>(
  attempts: readonly ((signal: AbortSignal) => Promise<T>)[],
  { signal, clock, stagger, limit, patience, discard }: StaggeredOptions<T>,
): Promise<Winner<T>> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const errors: unknown[] = [];
  let timer = new AbortController();
  let next = 0;
  const inTime = new Set<AbortController>();
  let failed = 0;
  let decided = false;

  return new Promise<Winner<T>>((resolve, reject) => {
    const decide = (settle: () => void) => {
      if (decided) return;
      decided = true;
      settle();
      timer.abort();
      for (const over of inTime) over.abort();
      stopListening();
      controller.abort(signal.reason);
    };
    const wake = (ms: number, until: AbortSignal, then: () => void) => {
      clock.sleep(ms, until).then(then, () => undefined);
    };
    const restartTimer = () => {
      timer.abort();
      timer = new AbortController();
      wake(stagger(), timer.signal, startNext);
    };
    const startNext = () => {
      const attempt = attempts[next];
      if (decided || attempt === undefined || inTime.size >= limit) return;
      const index = next;
      next += 1;
      const over = new AbortController();
      inTime.add(over);
      const makeRoom = () => {
        inTime.delete(over);
        over.abort();
        startNext();
      };
      restartTimer();
      wake(patience, over.signal, makeRoom);
      attempt(controller.signal).then(
        (value) => {
          if (decided) discard?.(value);
          else decide(() => resolve({ value, index }));
        },
        (error: unknown) => {
          errors[index] = error;
          failed += 1;
          if (failed === attempts.length) decide(() => reject(new AggregateError(errors)));
          makeRoom();
        },
      );
    };
    const stopListening = onAbort(signal, () => decide(() => reject(signal.reason)));
    if (attempts.length === 0) decide(() => reject(new AggregateError([])));
    startNext();
  });
}
