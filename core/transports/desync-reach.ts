import type { StreamDialer } from '../model/dialer.ts';
import { type Failure, NetError } from '../model/failure.ts';
import type { DesyncMethod, Sidecars } from '../model/sidecar.ts';
import type { Clock } from '../model/time.ts';
import { failureOf } from '../net/classify.ts';
import type { Reach } from '../net/direct.ts';
import { gated } from '../net/gated.ts';
import { createSocksDialer } from '../net/proxy/socks.ts';
import { noteRoundTrip } from '../net/round-trip.ts';
import { connectTcp } from '../net/tcp-connect.ts';

/** It is on this computer. Milliseconds. */
const DOOR_MS = 2_000;
/** As long as a connect of our own may take. Milliseconds. */
const CONNECT_MS = 10_000;

interface Tools {
  readonly sidecars?: Sidecars;
  readonly clock: Clock;
}

/**
 * Reaches addresses through the SOCKS5 server of a program that is started for it, which connects straight to them and sends
 * the first flight by that method. The connection is told of as one of our own would be. Rejects as `Sidecars` and SOCKS5 do.
 */
export function createDesyncReach(method: DesyncMethod, { sidecars, clock }: Tools): Reach {
  const door: StreamDialer = {
    // What leads to the program says nothing about the network.
    dial: (address, { signal }) => connectTcp(address, { signal, clock, timeoutMs: DOOR_MS }),
  };
  const far: StreamDialer = {
    async dial(address, options) {
      if (sidecars === undefined) throw new NetError('proxy', 'x_proxy_engine_missing');
      const upstream = await sidecars.open({ kind: 'desync', method }, options.signal);
      const socks = createSocksDialer(door, 'socks5', upstream, { clock, timeoutMs: CONNECT_MS });
      const startedAt = clock.monotonic();
      const traced = (failure: Failure | null) => {
        const endedAt = clock.monotonic();
        options.trace?.({ operation: 'connect', startedAt, endedAt, failure, address });
        return endedAt - startedAt;
      };
      try {
        const stream = await socks.dial(address, { ...options, trace: () => undefined });
        noteRoundTrip(stream, traced(null));
        return stream;
      } catch (error) {
        traced(failureOf(error, 'proxy', options.signal));
        throw error;
      }
    },
  };
  return gated(far, clock).dial;
}
