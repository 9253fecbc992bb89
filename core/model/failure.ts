/** Names of failures as OONI's data format df-007 spells them. */
export const OONI_FAILURES = [
  'connection_refused',
  'connection_reset',
  'connection_aborted',
  'connection_already_closed',
  'generic_timeout_error',
  'timed_out',
  'eof_error',
  'host_unreachable',
  'network_unreachable',
  'network_down',
  'network_reset',
  'dns_nxdomain_error',
  'dns_bogon_error',
  'dns_no_answer',
  'dns_servfail_error',
  'dns_refused_error',
  'dns_server_misbehaving',
  'dns_temporary_failure',
  'dns_non_recoverable_failure',
  'dns_reply_with_wrong_query_id',
  'ssl_invalid_hostname',
  'ssl_unknown_authority',
  'ssl_invalid_certificate',
  'ssl_failed_handshake',
  'http_request_failed',
  'http_unexpected_status_code',
  'http_unexpected_redirect_url',
  'http_invalid_redirect_location_host',
  'json_parse_error',
  'interrupted',
] as const;

/** How a proxy between us and the target failed us; our own names, marked `x_` as df-000 asks. */
export const PROXY_FAILURES = [
  'x_proxy_refused',
  'x_proxy_unreachable',
  'x_proxy_bad_credentials',
  'x_proxy_changed_identity',
  'x_proxy_not_a_proxy',
  'x_proxy_forbidden_target',
  'x_proxy_far_end_failed',
  'x_proxy_timed_out',
  /** A program of others that the way needs is not on this computer; it is, and did not come up or ended. */
  'x_proxy_engine_missing',
  'x_proxy_engine_failed',
] as const;

/** What df-007 has no name for and a verdict needs told apart. */
export const OWN_FAILURES = ['x_dns_block_page', 'x_frozen', 'x_throttled', 'x_unexpected_answer'] as const;

export type OoniFailure = (typeof OONI_FAILURES)[number] | `unknown_failure: ${string}`;
export type ProxyFailure = (typeof PROXY_FAILURES)[number];
export type OwnFailure = (typeof OWN_FAILURES)[number];
export type Failure = OoniFailure | ProxyFailure | OwnFailure;

/** The operation that failed (OONI `netxlite`'s six, and ours for proxies and proofs). */
export type Operation = 'resolve' | 'connect' | 'tls' | 'proxy' | 'read' | 'write' | 'dialogue' | 'bulk';

/** A failed network operation: which one, its stable name, the raw cause. Never carries a secret. */
export class NetError extends Error {
  override readonly name = 'NetError';
  readonly operation: Operation;
  readonly failure: Failure;

  constructor(operation: Operation, failure: Failure, options?: { cause?: unknown }) {
    super(`${operation}: ${failure}`, options);
    this.operation = operation;
    this.failure = failure;
  }
}
