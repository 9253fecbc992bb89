import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { DialOptions, StreamDialer } from '../../model/dialer.ts';
import type { NetError } from '../../model/failure.ts';
import type { Clock } from '../../model/time.ts';
import { classify } from '../classify.ts';
import { withDeadline } from '../deadline.ts';
import { systemClock } from '../system-clock.ts';
import { proxyError, wayFailure } from './failure.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A proxy somebody runs, and what it knows the person by. */
export interface Upstream extends HostPort {
  readonly credentials?: Credentials;
}

export interface ProxyOptions {
  readonly clock?: Clock;
  /** Milliseconds from the connection to the proxy until the far end is open; default 15 s. */
  readonly timeoutMs?: number;
}

/** Time for the proxy's own name lookup and connect on top of our round trips; curl gives all of it 5 min. */
export const PROXY_TIMEOUT_MS = 15_000;

/** Speaks the proxy's protocol over a stream to it; resolves to what it is good for from then on. */
type Talk<T> = (stream: Duplex, signal: AbortSignal) => Promise<T>;

/**
 * Dials an upstream over `inner` and talks to it within the deadline. Reports one ProxyStep; on any failure
 * the stream is destroyed and the promise rejects with a NetError, on abort with the signal's reason.
 */
export async function throughUpstream<T>(
  inner: StreamDialer,
  upstream: HostPort,
  protocol: string,
  talk: Talk<T>,
  options: DialOptions,
  proxyOptions: ProxyOptions,
): Promise<T> {
  const { signal, trace } = options;
  const { clock = systemClock } = proxyOptions;
  const dialledAt = clock.monotonic();
  const stream = await inner.dial({ host: upstream.host, port: upstream.port }, options).catch((error) => {
    signal.throwIfAborted();
    const inners = classify(error, 'connect');
    const failed = wayFailure(inners);
    // A failure of the proxy before this one has been reported by that one.
    if (failed !== inners)
      trace?.({
        ...{ operation: 'proxy', protocol, failure: failed.failure },
        ...{ startedAt: dialledAt, endedAt: clock.monotonic() },
      });
    throw failed;
  });
  try {
    return await talkInTime(protocol, (within) => talk(stream, within), options, proxyOptions);
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

/** Runs a part of a proxy's protocol within the deadline, and reports it as a ProxyStep; rejects as `throughUpstream` does. */
export async function talkInTime<T>(
  protocol: string,
  talk: (signal: AbortSignal) => Promise<T>,
  { signal, trace }: DialOptions,
  { clock = systemClock, timeoutMs = PROXY_TIMEOUT_MS }: ProxyOptions,
): Promise<T> {
  const startedAt = clock.monotonic();
  const step = (failure: NetError['failure'] | null) =>
    trace?.({ operation: 'proxy', protocol, startedAt, endedAt: clock.monotonic(), failure });
  try {
    const outcome = await withDeadline({ signal, ms: timeoutMs, operation: 'proxy', clock }, talk);
    step(null);
    return outcome;
  } catch (error) {
    signal.throwIfAborted();
    const failed = timelyFailure(classify(error, 'proxy'));
    step(failed.failure);
    throw failed;
  }
}

/** Whether a host can be written into a proxy's request as it is: nothing in it can end or bend the request. */
export function isPlainHost(host: string): boolean {
  return /^[a-z0-9._-]{1,253}$/i.test(host) || (isIP(host) === 6 && !host.includes('%'));
}

function timelyFailure(error: NetError): NetError {
  return error.operation === 'proxy' && error.failure === 'generic_timeout_error'
    ? proxyError('x_proxy_timed_out')
    : error;
}
