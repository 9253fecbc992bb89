import type { NetError, ProxyFailure } from '../../model/failure.ts';
import { classify } from '../classify.ts';
import { breakFailure, proxyError } from '../proxy/failure.ts';

/** RFC 4254 §5.1: why a server opened no channel. */
const REASONS: ReadonlyMap<unknown, ProxyFailure> = new Map<unknown, ProxyFailure>([
  [1, 'x_proxy_forbidden_target'], // administratively prohibited
  [2, 'x_proxy_far_end_failed'], // connect failed
  [3, 'x_proxy_forbidden_target'], // unknown channel type: no forwarding
  [4, 'x_proxy_far_end_failed'], // resource shortage
]);

/** What it means that a server opened no channel. */
export function channelFailure(error: Error): NetError {
  const reason: unknown = Reflect.get(error, 'reason');
  return proxyError(REASONS.get(reason) ?? 'x_proxy_far_end_failed');
}

/**
 * What it means that logging in ended with `error`, or without one. A server that hangs up once it has proved itself does
 * not want us: OpenSSH does that after too many wrong passwords.
 */
export function loginFailure(error: unknown, isProven: boolean): NetError {
  const ended = isProven ? 'x_proxy_bad_credentials' : 'x_proxy_not_a_proxy';
  const level: unknown = error instanceof Error ? Reflect.get(error, 'level') : undefined;
  if (level !== 'client-socket') return proxyError(ended);
  const cause = classify(error, 'read');
  return proxyError(breakFailure(cause.failure, ended), cause);
}
