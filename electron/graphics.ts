import { existsSync } from 'node:fs';
import type { App } from 'electron';

/**
 * Starts without the graphics card where it failed before: a broken driver must not keep anybody from the window.
 * `marker` is a file that remembers it; `remember` writes it.
 */
export function arrangeGraphics(
  app: Pick<App, 'disableHardwareAcceleration' | 'on'>,
  marker: string,
  remember: (path: string) => void,
): void {
  if (existsSync(marker)) {
    app.disableHardwareAcceleration();
    return;
  }
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type !== 'GPU' || reason === 'clean-exit' || reason === 'killed') return;
    remember(marker);
  });
}
