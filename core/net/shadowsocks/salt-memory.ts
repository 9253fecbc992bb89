import type { Clock } from '../../model/time.ts';

/** Longer than an answer's time may differ from ours, in both directions. Milliseconds. */
const KEPT_MS = 60_000;

/** Knows an answer that is played again (SIP022 §3.1.4). */
export interface SaltMemory {
  /** Whether a salt was not met within the last 60 s; from then on it was. */
  isNew(salt: Uint8Array): boolean;
}

export function createSaltMemory(clock: Clock): SaltMemory {
  /** When each was met, the oldest first. */
  const met = new Map<string, number>();
  return {
    isNew(salt) {
      const now = clock.monotonic();
      for (const [name, at] of met) {
        if (now - at <= KEPT_MS) break;
        met.delete(name);
      }
      const name = Buffer.from(salt).toString('latin1');
      if (met.has(name)) return false;
      met.set(name, now);
      return true;
    },
  };
}
