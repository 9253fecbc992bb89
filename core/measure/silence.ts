import type { Step } from '../model/trace.ts';
import type { TransportKind } from '../model/transport.ts';

/** One lost segment is sent again after at least 200 ms (Linux) to 300 ms (Windows), a lost hello after 1 s: waited out. */
const LEAST_MS = 1500;
/** Behind a server lies a leg whose round trip we cannot see. */
const LEAST_BEHIND_SERVER_MS = 3000;
/** A hello lost twice is sent for the third time after about nine round trips, where those are long. */
const ROUND_TRIPS = 12;
const MOST_MS = 5000;

/**
 * Milliseconds for a first flight to draw something before it counts as silence: twelve of the round trips the
 * connects showed, at least 1.5 s (3 s behind a server), at most 5 s.
 */
export function silenceLimit(steps: readonly Step[], kind: TransportKind): number {
  const roundTrips = steps.flatMap((step) =>
    step.operation === 'connect' && step.failure === null ? [step.endedAt - step.startedAt] : [],
  );
  const least = kind === 'server' ? LEAST_BEHIND_SERVER_MS : LEAST_MS;
  return Math.min(MOST_MS, Math.max(least, ROUND_TRIPS * Math.max(0, ...roundTrips)));
}
