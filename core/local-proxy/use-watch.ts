import type { RouteKey } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import type { RelayWatch } from './relay.ts';
import { createUseMeter } from './use-meter.ts';

/** Told of what apps send and receive over routes; proofs, which are pinned, are not among it. Must be quick and not throw. */
export interface TrafficListener {
  /** Bytes that just passed, towards the messenger and from it. */
  passed(key: RouteKey, up: number, down: number): void;
  /** A connection shows that the messenger is in use; once for each connection. */
  inUse(key: RouteKey): void;
}

/** Counts a routed connection's bytes and tells when it shows use; undefined where nobody listens. */
export function watchUse(
  listener: TrafficListener | undefined,
  { key, isChat, clock }: { key: RouteKey; isChat: boolean; clock: Clock },
): Required<RelayWatch> | undefined {
  if (listener === undefined) return undefined;
  const meter = createUseMeter(isChat);
  let isTold = false;
  const note = (side: 'up' | 'down'): void => {
    if (isTold) return;
    meter[side](clock.monotonic());
    isTold = meter.isInUse();
    if (isTold) listener.inUse(key);
  };
  return {
    up(chunk) {
      listener.passed(key, chunk.length, 0);
      note('up');
    },
    down(chunk) {
      listener.passed(key, 0, chunk.length);
      note('down');
    },
  };
}
