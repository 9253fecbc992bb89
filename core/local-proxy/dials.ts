import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { formatHostPort, type HostPort } from '../model/address.ts';
import type { DialOptions, StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import { bareStream } from '../net/bare.ts';
import { withDeadline } from '../net/deadline.ts';
import type { Limits } from './limits.ts';
import { isOurselves } from './target.ts';

/** Dials within the limits. Rejects with NetError or the signal's reason. */
export type Dial = (
  dialer: StreamDialer,
  target: HostPort,
  options: DialOptions & { readonly ms?: number },
) => Promise<Duplex>;

/** Bounds each dial in time, and how many are under way to one target; refuses what came back to our own port. */
export function createDial(clock: Clock, limits: Limits, ownPort: () => number): Dial {
  const underWay = new Map<string, number>();
  return async (dialer, target, { ms = limits.dial, ...options }) => {
    const key = formatHostPort(target);
    const count = underWay.get(key) ?? 0;
    if (count >= limits.dialsPerTarget) throw new NetError('connect', 'x_proxy_refused');
    underWay.set(key, count + 1);
    try {
      const stream = await withDeadline(
        { signal: options.signal, ms, operation: 'connect', clock },
        (signal) => dialer.dial(target, { ...options, signal }),
      );
      // Whoever reads next listens properly; until then a reset must not be an uncaught one.
      stream.on('error', () => undefined);
      if (!leadsTo(stream, ownPort())) return stream;
      stream.destroy();
      throw new NetError('connect', 'x_proxy_forbidden_target');
    } finally {
      const left = (underWay.get(key) ?? 1) - 1;
      if (left === 0) underWay.delete(key);
      else underWay.set(key, left);
    }
  };
}

/** A name may resolve to loopback: seen only once connected. */
function leadsTo(stream: Duplex, ownPort: number): boolean {
  const bare = bareStream(stream);
  if (!(bare instanceof Socket)) return false;
  const { remoteAddress, remotePort } = bare;
  if (remoteAddress === undefined || remotePort === undefined) return false;
  return isOurselves({ host: remoteAddress, port: remotePort }, ownPort);
}
