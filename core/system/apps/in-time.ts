/** What the work comes to, or the signal's reason: a folder on a network that is gone answers never. */
export async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Who comes too late may fail unheard.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    stop = () => signal.removeEventListener('abort', abort);
  });
  return Promise.race([work, aborted]).finally(stop);
}
