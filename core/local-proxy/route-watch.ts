import { NetError } from '../model/failure.ts';
import type { RouteKey, RouteTable } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';
import { createFreezeMeter } from './freeze-meter.ts';
import type { RelayEnd, RelayWatch } from './relay.ts';

const LOOK_EVERY_MS = 2_000;

export interface RouteWatch extends Required<RelayWatch> {
  ended(end: RelayEnd): void;
}

/**
 * Tells the table how a routed connection fares: that the first server bytes came (unless it knows already), that
 * the server broke off before any, or that the connection froze. Each at most once; the connection is left alone.
 */
export function watchRoute({
  table,
  clock,
  key,
  transport,
  answered,
}: {
  table: RouteTable;
  clock: Clock;
  key: RouteKey;
  transport: Transport;
  answered: boolean;
}): RouteWatch {
  const meter = createFreezeMeter();
  const over = new AbortController();
  let isKnown = answered;

  async function look(): Promise<void> {
    while (!meter.isPast()) {
      await clock.sleep(LOOK_EVERY_MS, over.signal);
      if (!meter.isFrozen(clock.monotonic())) continue;
      table.froze(key, transport, meter.bytes());
      return;
    }
  }
  look().catch(() => undefined);

  return {
    up(chunk) {
      if (!meter.isPast()) meter.up(chunk.length, clock.monotonic());
    },
    down(chunk) {
      if (!isKnown) table.carried(key, transport);
      isKnown = true;
      if (!meter.isPast()) meter.down(chunk, clock.monotonic());
    },
    ended({ up, error, firstToEnd }) {
      over.abort();
      if (isKnown || up === 0 || (error === null && firstToEnd !== 'server')) return;
      table.failed(key, transport, error ?? new NetError('read', 'eof_error'));
    },
  };
}
