/** A signal that comes within this after another is the same Ctrl-C, sent to the whole group. Milliseconds. */
const SAME_PRESS_MS = 500;

/** Aborts on the first Ctrl-C, termination or hang-up; a later second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (controller.signal.aborted && performance.now() - firstAt > SAME_PRESS_MS) process.exit(130);
    if (controller.signal.aborted) return;
    firstAt = performance.now();
    controller.abort(new Error('interrupted'));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  return controller.signal;
}
