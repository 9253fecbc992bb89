import { once } from 'node:events';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetError } from '../model/failure.ts';
import { FUZZ_RUNS } from '../testing/fuzz.ts';
import { refusedPort } from '../testing/ports.ts';
import { classify, failureOf, rethrow } from './classify.ts';

const systemError = (code: string) => Object.assign(new Error(code), { code, syscall: 'connect' });

describe('classify', () => {
  it.each([
    ['ECONNREFUSED', 'connection_refused'],
    ['ECONNRESET', 'connection_reset'],
    ['ECONNABORTED', 'connection_aborted'],
    ['ETIMEDOUT', 'timed_out'],
    ['EHOSTUNREACH', 'host_unreachable'],
    ['ENETUNREACH', 'network_unreachable'],
    ['EADDRNOTAVAIL', 'network_unreachable'],
    ['ENETDOWN', 'network_down'],
    ['ENETRESET', 'network_reset'],
    ['ENOTFOUND', 'dns_nxdomain_error'],
    ['ENODATA', 'dns_no_answer'],
    ['ESERVFAIL', 'dns_servfail_error'],
    ['EREFUSED', 'dns_refused_error'],
    ['EAI_AGAIN', 'dns_temporary_failure'],
    ['EBADRESP', 'dns_server_misbehaving'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'ssl_invalid_hostname'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ssl_unknown_authority'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'ssl_unknown_authority'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'ssl_unknown_authority'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ssl_unknown_authority'],
    ['CERT_HAS_EXPIRED', 'ssl_invalid_certificate'],
    ['CERT_NOT_YET_VALID', 'ssl_invalid_certificate'],
    ['CERT_SIGNATURE_FAILURE', 'ssl_invalid_certificate'],
    ['EPROTO', 'ssl_failed_handshake'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'ssl_failed_handshake'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ssl_failed_handshake'],
    ['ERR_HTTP2_STREAM_ERROR', 'http_request_failed'],
    ['HPE_INVALID_CONSTANT', 'http_request_failed'],
    ['EPIPE', 'unknown_failure: EPIPE'],
  ])('names %s %s (M1)', (code, failure) => {
    expect(classify(systemError(code), 'connect')).toMatchObject({ operation: 'connect', failure });
  });

  it('lets a NetError pass as it is', () => {
    const error = new NetError('resolve', 'dns_bogon_error');
    expect(classify(error, 'connect')).toBe(error);
  });

  it('tells an orderly end in the middle from a reset (M1)', () => {
    const hungUp = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    expect(classify(hungUp, 'tls').failure).toBe('eof_error');
  });

  it('takes the last of several errors', () => {
    const error = new AggregateError([systemError('ENETUNREACH'), systemError('ECONNREFUSED')]);
    expect(classify(error, 'connect').failure).toBe('connection_refused');
  });

  it('tells a timeout from an abort', () => {
    expect(classify(new DOMException('', 'TimeoutError'), 'read').failure).toBe('generic_timeout_error');
    expect(classify(new DOMException('', 'AbortError'), 'read').failure).toBe('interrupted');
  });

  it('names what it does not know without quoting it (S2)', () => {
    expect(classify(new Error('password hunter2'), 'proxy').failure).toBe('unknown_failure: Error');
    expect(classify({ code: 'odd code 192.0.2.1' }, 'proxy').failure).toBe('unknown_failure: error');
    expect(classify({ code: 'toString' }, 'proxy').failure).toBe('unknown_failure: toString');
    expect(classify(undefined, 'proxy').failure).toBe('unknown_failure: error');
  });

  it('keeps addresses that Node puts into its errors out of everything that can be printed', async () => {
    const { host, port } = await refusedPort();
    const [error]: unknown[] = await once(connect(port, host), 'error').catch((reason) => [reason]);
    const classified = classify(error, 'connect');
    expect(classified.failure).toBe('connection_refused');
    expect(inspect(classified)).not.toContain(String(port));
    expect(inspect(classified)).not.toContain(host);
  });

  it('takes any value and never prints a text it was given', () => {
    const secret = fc.string({ minLength: 1 }).map((text) => `hunter2 ${text}`);
    const thrown = fc.oneof(
      fc.anything(),
      secret,
      fc.record({ code: secret, message: secret, name: secret, syscall: secret }),
    );
    fc.assert(
      fc.property(thrown, (error) => {
        expect(inspect(classify(error, 'read'))).not.toContain('hunter2');
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

describe('rethrow and failureOf', () => {
  it("give an abort back as the signal's own reason and record it as interrupted", () => {
    const reason = new Error('lost the race');
    const signal = AbortSignal.abort(reason);
    expect(() => rethrow(systemError('ECONNRESET'), 'read', signal)).toThrow(reason);
    expect(failureOf(systemError('ECONNRESET'), 'read', signal)).toBe('interrupted');
  });

  it('give a missed deadline back as what it is', () => {
    const reason = new NetError('tls', 'generic_timeout_error');
    const signal = AbortSignal.abort(reason);
    expect(() => rethrow(new Error('x'), 'read', signal)).toThrow(reason);
    expect(failureOf(new Error('x'), 'read', signal)).toBe('generic_timeout_error');
  });

  it('classify everything else', () => {
    const { signal } = new AbortController();
    expect(() => rethrow(systemError('ECONNRESET'), 'read', signal)).toThrow('read: connection_reset');
    expect(failureOf(systemError('ECONNRESET'), 'read', signal)).toBe('connection_reset');
  });
});
