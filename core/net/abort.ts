import { setMaxListeners } from 'node:events';

/**
 * Why a wait of our own was ended: nobody needs it any more. Nobody reads it either, and the default reason, an exception
 * with a stack, is what a dial would spend most of its time on.
 */
export const DONE = 'no longer needed';

/**
 * A controller that follows `signal` and can also be aborted by itself. `unlink` when done: a long-lived
 * signal must not collect listeners (`AbortSignal.any` keeps its sources' dependents until they are collected).
 */
export function linkedController(signal: AbortSignal): { controller: AbortController; unlink: () => void } {
  const controller = new AbortController();
  return { controller, unlink: onAbort(signal, () => controller.abort(signal.reason)) };
}

/** Calls `listener` once when `signal` is aborted, at once if it already is; returns how to stop listening. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  // Many may wait for one signal; Node would take more than ten for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

/** Stops waiting for `outcome` when `signal` is aborted, with its reason; what is waited for goes on. */
export function abandonable<T>(outcome: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    outcome.then(resolve, reject).finally(stop);
  });
}
