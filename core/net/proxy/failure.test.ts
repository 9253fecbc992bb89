import { describe, expect, test } from 'vitest';
import { NetError } from '../../model/failure.ts';
import {
  breakFailure,
  httpFailure,
  proxyError,
  socks4Failure,
  socks5Failure,
  tlsFailure,
  wayFailure,
} from './failure.ts';

describe('The failure of a proxy is named', () => {
  test.each([
    [200, null],
    [204, null],
    [101, 'x_proxy_not_a_proxy'],
    [302, 'x_proxy_not_a_proxy'],
    [400, 'x_proxy_not_a_proxy'],
    [401, 'x_proxy_bad_credentials'],
    [403, 'x_proxy_forbidden_target'],
    [404, 'x_proxy_not_a_proxy'],
    [405, 'x_proxy_not_a_proxy'],
    [407, 'x_proxy_bad_credentials'],
    [408, 'x_proxy_timed_out'],
    [451, 'x_proxy_forbidden_target'],
    [500, 'x_proxy_far_end_failed'],
    [501, 'x_proxy_not_a_proxy'],
    [502, 'x_proxy_far_end_failed'],
    [503, 'x_proxy_far_end_failed'],
    [504, 'x_proxy_far_end_failed'],
    [511, 'x_proxy_not_a_proxy'],
    [600, 'x_proxy_not_a_proxy'],
  ])('by HTTP status %i: %s', (status, failure) => {
    expect(httpFailure(status)).toBe(failure);
  });

  test.each([
    [0, null],
    [1, 'x_proxy_far_end_failed'],
    [2, 'x_proxy_forbidden_target'],
    [3, 'x_proxy_far_end_failed'],
    [4, 'x_proxy_far_end_failed'],
    [5, 'x_proxy_far_end_failed'],
    [8, 'x_proxy_forbidden_target'],
    [9, 'x_proxy_not_a_proxy'],
  ])('by SOCKS5 reply %i: %s', (reply, failure) => {
    expect(socks5Failure(reply)).toBe(failure);
  });

  test('by SOCKS4 result', () => {
    expect([90, 91, 92, 93, 94].map(socks4Failure)).toEqual([
      null,
      'x_proxy_far_end_failed',
      'x_proxy_bad_credentials',
      'x_proxy_bad_credentials',
      'x_proxy_not_a_proxy',
    ]);
  });

  test.each([
    ['connect', 'connection_refused', 'proxy', 'x_proxy_refused'],
    ['connect', 'host_unreachable', 'proxy', 'x_proxy_unreachable'],
    ['connect', 'generic_timeout_error', 'proxy', 'x_proxy_unreachable'],
    ['resolve', 'dns_nxdomain_error', 'proxy', 'x_proxy_unreachable'],
    ['tls', 'ssl_unknown_authority', 'tls', 'ssl_unknown_authority'],
    ['proxy', 'x_proxy_bad_credentials', 'proxy', 'x_proxy_bad_credentials'],
    ['proxy', 'x_proxy_far_end_failed', 'proxy', 'x_proxy_unreachable'],
  ] as const)('on the way to it: %s %s is %s %s', (operation, failure, namedOperation, named) => {
    const error = wayFailure(new NetError(operation, failure));
    expect([error.operation, error.failure]).toEqual([namedOperation, named]);
  });

  test.each([
    ['ssl_failed_handshake', 'x_proxy_not_a_proxy'],
    ['eof_error', 'x_proxy_not_a_proxy'],
    ['generic_timeout_error', 'x_proxy_timed_out'],
    ['connection_reset', 'connection_reset'],
    ['ssl_invalid_hostname', 'ssl_invalid_hostname'],
    ['ssl_unknown_authority', 'ssl_unknown_authority'],
  ] as const)('in its TLS: %s is %s', (failure, named) => {
    expect(tlsFailure(new NetError('tls', failure)).failure).toBe(named);
  });

  test('by what the end of the stream means, unless it broke for another reason', () => {
    expect(breakFailure('connection_reset', 'x_proxy_bad_credentials')).toBe('x_proxy_bad_credentials');
    expect(breakFailure('timed_out', 'x_proxy_bad_credentials')).toBe('x_proxy_timed_out');
    expect(breakFailure('network_unreachable', 'x_proxy_bad_credentials')).toBe('x_proxy_unreachable');
  });

  test('with the error before it as its cause', () => {
    const cause = new NetError('connect', 'connection_refused');
    expect(proxyError('x_proxy_refused', cause).cause).toBe(cause);
    expect(proxyError('x_proxy_refused').cause).toBeUndefined();
  });
});
