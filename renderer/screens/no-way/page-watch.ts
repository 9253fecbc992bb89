import type { Clock } from '../../../core/model/time.ts';

/** Calls back when the person turns to another window or tab, or when they are there already. */
export function watchAway(away: () => void, signal: AbortSignal): void {
  window.addEventListener('blur', away, { signal });
  window.addEventListener('pagehide', away, { signal });
  const look = () => {
    if (document.hidden) away();
  };
  document.addEventListener('visibilitychange', look, { signal });
  look();
}

/** The page's own time. */
export const pageClock: Pick<Clock, 'monotonic' | 'after'> = {
  monotonic: () => performance.now(),
  after(ms, wake) {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  },
};
