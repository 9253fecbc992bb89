import type { Clock } from '../core/model/time.ts';

/** A bucket of `burst` tokens that refills by `perSecond`; the result tells whether one could be taken. */
export function createRate(clock: Pick<Clock, 'monotonic'>, { burst = 0, perSecond = 0 }): () => boolean {
  let tokens = burst;
  let at = clock.monotonic();
  return () => {
    const now = clock.monotonic();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
