import { type Failure, NetError, type OoniFailure, type Operation } from '../model/failure.ts';

const BY_CODE: Readonly<Record<string, OoniFailure>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_aborted',
  ETIMEDOUT: 'timed_out',
  ETIMEOUT: 'generic_timeout_error',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'generic_timeout_error',
  EHOSTUNREACH: 'host_unreachable',
  EHOSTDOWN: 'host_unreachable',
  ENETUNREACH: 'network_unreachable',
  EAFNOSUPPORT: 'network_unreachable',
  EADDRNOTAVAIL: 'network_unreachable',
  ENETDOWN: 'network_down',
  ENETRESET: 'network_reset',
  ENOTCONN: 'connection_already_closed',
  ERR_SOCKET_CLOSED: 'connection_already_closed',
  ERR_STREAM_DESTROYED: 'connection_already_closed',
  ERR_STREAM_WRITE_AFTER_END: 'connection_already_closed',
  ERR_STREAM_PREMATURE_CLOSE: 'eof_error',
  ENOTFOUND: 'dns_nxdomain_error',
  ENODATA: 'dns_no_answer',
  EAI_NODATA: 'dns_no_answer',
  ESERVFAIL: 'dns_servfail_error',
  EREFUSED: 'dns_refused_error',
  EAI_AGAIN: 'dns_temporary_failure',
  EAI_FAIL: 'dns_non_recoverable_failure',
  ENOTIMP: 'dns_non_recoverable_failure',
  EBADRESP: 'dns_server_misbehaving',
  EFORMERR: 'dns_server_misbehaving',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ssl_invalid_hostname',
  HOSTNAME_MISMATCH: 'ssl_invalid_hostname',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ssl_unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT: 'ssl_unknown_authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ssl_unknown_authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'ssl_unknown_authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ssl_unknown_authority',
  CERT_UNTRUSTED: 'ssl_unknown_authority',
  INVALID_CA: 'ssl_invalid_certificate',
  INVALID_PURPOSE: 'ssl_invalid_certificate',
  PATH_LENGTH_EXCEEDED: 'ssl_invalid_certificate',
  EPROTO: 'ssl_failed_handshake',
  ABORT_ERR: 'interrupted',
};

const BY_PREFIX: readonly (readonly [string, OoniFailure])[] = [
  ['ERR_SSL_', 'ssl_failed_handshake'],
  ['ERR_TLS_', 'ssl_failed_handshake'],
  ['CERT_', 'ssl_invalid_certificate'],
  ['ERROR_IN_CERT_', 'ssl_invalid_certificate'],
  ['ERR_HTTP2_', 'http_request_failed'],
  ['HPE_', 'http_request_failed'],
];

/**
 * Names a Node error as OONI df-007 does. A NetError passes through. Only the error's code and system call are
 * kept as the cause: Node's own messages carry addresses and names of hosts.
 */
export function classify(error: unknown, operation: Operation): NetError {
  if (error instanceof NetError) return error;
  if (error instanceof AggregateError && error.errors.length > 0) {
    return classify(error.errors.at(-1), operation);
  }
  const cause = scrub(error);
  return new NetError(operation, failureName(cause), { cause });
}

/**
 * For a `catch` block: an abort is rethrown as the signal's own reason (a deadline's is a NetError already),
 * anything else classified.
 */
export function rethrow(error: unknown, operation: Operation, signal: AbortSignal): never {
  signal.throwIfAborted();
  throw classify(error, operation);
}

/** What a step records of an error: `interrupted` where somebody else's abort ended it, which is no evidence of anything. */
export function failureOf(error: unknown, operation: Operation, signal: AbortSignal): Failure {
  if (!signal.aborted) return classify(error, operation).failure;
  return signal.reason instanceof NetError ? signal.reason.failure : 'interrupted';
}

interface ScrubbedCause {
  readonly name: string;
  readonly code: string;
  readonly syscall: string;
}

function failureName({ name, code, syscall }: ScrubbedCause): Failure {
  // Node invents this code for an orderly end where more was due; the kernel's own carries its system call.
  if (code === 'ECONNRESET' && syscall === '') return 'eof_error';
  if (name === 'TimeoutError') return 'generic_timeout_error';
  if (name === 'AbortError') return 'interrupted';
  const exact = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (exact !== undefined) return exact;
  const prefixed = BY_PREFIX.find(([prefix]) => code.startsWith(prefix));
  return prefixed?.[1] ?? `unknown_failure: ${code || name || 'error'}`;
}

function scrub(error: unknown): ScrubbedCause {
  if (typeof error !== 'object' || error === null) return { name: '', code: '', syscall: '' };
  return { name: word(error, 'name'), code: word(error, 'code'), syscall: word(error, 'syscall') };
}

/**
 * A property of an error where it is one short word, so that nothing else can slip into a message. OpenSSL 3.5 writes
 * `SSL/TLS` inside its words.
 */
function word(error: object, key: string): string {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && /^[\w/]{1,64}$/.test(value) ? value : '';
}
