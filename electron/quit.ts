import type { App, BrowserWindow, PowerMonitor } from 'electron';

/** How long the engine may take to close before the program ends without it. */
export const CLOSING_MS = 2_000;

export interface QuitParts {
  readonly app: Pick<App, 'on' | 'quit' | 'exit'>;
  readonly power: Pick<PowerMonitor, 'on'>;
  readonly process: Pick<NodeJS.Process, 'on'>;
  /** Closes the local proxy and the engine, and writes what has to be remembered. */
  readonly close: () => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * Ends the program by every door there is: the menu, a signal, the session. Whichever comes first, the engine gets its two
 * seconds once. Returns what a window has to be watched for.
 */
export function arrangeQuit({ app, power, process, close, wait }: QuitParts) {
  let closing: Promise<void> | undefined;
  let isClosed = false;
  const closeOnce = () => {
    closing ??= Promise.race([close().catch(() => {}), wait(CLOSING_MS)]).then(() => {
      isClosed = true;
    });
    return closing;
  };

  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void closeOnce().then(() => app.exit(0));
  });
  // Windows ends a session without `before-quit` and waits only for a moment.
  const watchWindow = (window: Pick<BrowserWindow, 'on'>) => {
    window.on('query-session-end', () => void closeOnce());
    window.on('session-end', () => void closeOnce());
  };
  power.on('shutdown', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

  return { watchWindow, isQuitting: () => closing !== undefined };
}
