import { type Failure, NetError, type ProxyFailure } from '../../model/failure.ts';

/** RFC 9110 §15: what the final status of an HTTP CONNECT says, first match; null opens the tunnel. */
const HTTP_STATUSES: readonly (readonly [from: number, to: number, failure: ProxyFailure | null])[] = [
  [200, 299, null],
  // tinyproxy answers 401 to a wrong password, 407 only to none.
  [401, 401, 'x_proxy_bad_credentials'],
  [403, 403, 'x_proxy_forbidden_target'],
  [407, 407, 'x_proxy_bad_credentials'],
  [408, 408, 'x_proxy_timed_out'],
  [429, 429, 'x_proxy_forbidden_target'],
  [451, 451, 'x_proxy_forbidden_target'],
  // A web site that knows no CONNECT, or a captive portal (3xx, 511).
  [100, 499, 'x_proxy_not_a_proxy'],
  [501, 501, 'x_proxy_not_a_proxy'],
  [505, 505, 'x_proxy_not_a_proxy'],
  [511, 511, 'x_proxy_not_a_proxy'],
  // tinyproxy says 500 where others say 502, 503 or 504.
  [500, 599, 'x_proxy_far_end_failed'],
];

/** RFC 1928 §6: the reply field of SOCKS5; any other value is no SOCKS5. */
const SOCKS5_REPLIES: ReadonlyMap<number, ProxyFailure | null> = new Map([
  [0, null],
  [1, 'x_proxy_far_end_failed'], // general failure
  [2, 'x_proxy_forbidden_target'], // not allowed by ruleset
  [3, 'x_proxy_far_end_failed'], // network unreachable
  [4, 'x_proxy_far_end_failed'], // host unreachable
  [5, 'x_proxy_far_end_failed'], // connection refused
  [6, 'x_proxy_far_end_failed'], // TTL expired
  [7, 'x_proxy_forbidden_target'], // command not supported
  [8, 'x_proxy_forbidden_target'], // address type not supported
]);

/** The result code of SOCKS4; any other value is no SOCKS4. */
const SOCKS4_REPLIES: ReadonlyMap<number, ProxyFailure | null> = new Map([
  [90, null],
  [91, 'x_proxy_far_end_failed'], // rejected or failed
  [92, 'x_proxy_bad_credentials'], // no identd on our side
  [93, 'x_proxy_bad_credentials'], // identd and user differ
]);

/** How the way to the proxy failed, in the words of whoever dials through it; anything else is unreachable. */
const WAYS: Readonly<Record<string, ProxyFailure>> = {
  connection_refused: 'x_proxy_refused',
};

/** A certificate we do not trust, or a reset handshake, keeps its name: a censor may stand behind it. */
const TLS_FAILURES: Readonly<Record<string, ProxyFailure>> = {
  ssl_failed_handshake: 'x_proxy_not_a_proxy',
  eof_error: 'x_proxy_not_a_proxy',
  generic_timeout_error: 'x_proxy_timed_out',
  timed_out: 'x_proxy_timed_out',
  x_proxy_changed_identity: 'x_proxy_changed_identity',
};

/** How a stream broke in the middle of the proxy's reply, where that is more than an end. */
const BREAKS: Readonly<Record<string, ProxyFailure>> = {
  generic_timeout_error: 'x_proxy_timed_out',
  timed_out: 'x_proxy_timed_out',
  host_unreachable: 'x_proxy_unreachable',
  network_unreachable: 'x_proxy_unreachable',
  network_down: 'x_proxy_unreachable',
};

/** What an HTTP status in reply to CONNECT means; null for success. */
export function httpFailure(status: number): ProxyFailure | null {
  const row = HTTP_STATUSES.find(([from, to]) => status >= from && status <= to);
  return row === undefined ? 'x_proxy_not_a_proxy' : row[2];
}

/** What a SOCKS5 reply code means; null for success. */
export function socks5Failure(reply: number): ProxyFailure | null {
  return lookUp(SOCKS5_REPLIES, reply);
}

/** What a SOCKS4 result code means; null for success. */
export function socks4Failure(reply: number): ProxyFailure | null {
  return lookUp(SOCKS4_REPLIES, reply);
}

/**
 * Names a failed dial *to* a proxy. In a chain the proxy before it may be at fault: its own failures pass
 * unchanged, but where it could not get through, it is this proxy that cannot be reached.
 */
export function wayFailure(error: NetError): NetError {
  if (error.operation === 'proxy') {
    return error.failure === 'x_proxy_far_end_failed' ? proxyError('x_proxy_unreachable', error) : error;
  }
  if (error.operation === 'tls') return error;
  return proxyError(WAYS[error.failure] ?? 'x_proxy_unreachable', error);
}

/** Names a failed TLS handshake *with* a proxy. */
export function tlsFailure(error: NetError): NetError {
  const failure = TLS_FAILURES[error.failure];
  return failure === undefined ? error : proxyError(failure, error);
}

/** Names a stream that broke during the proxy's reply; `ended` is what its plain end would mean at that point. */
export function breakFailure(failure: Failure, ended: ProxyFailure): ProxyFailure {
  return BREAKS[failure] ?? ended;
}

/** An error of a proxy; a cause must be a NetError, which carries no secret. */
export function proxyError(failure: ProxyFailure, cause?: NetError): NetError {
  return new NetError('proxy', failure, cause === undefined ? undefined : { cause });
}

function lookUp(table: ReadonlyMap<number, ProxyFailure | null>, reply: number): ProxyFailure | null {
  const failure = table.get(reply);
  return failure === undefined ? 'x_proxy_not_a_proxy' : failure;
}
