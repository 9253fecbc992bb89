/** A frame that does not come in this time is not waited for. Milliseconds. */
const LONGEST_WAIT_MS = 200;

/**
 * Resolves once the page was painted, so that a long script does not come before the first picture; at once where nobody
 * looks, because a hidden tab has no frames.
 */
export function firstPaint(): Promise<void> {
  if (document.visibilityState === 'hidden') return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, LONGEST_WAIT_MS);
    // Frames are called before they are painted: the next task comes after.
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
