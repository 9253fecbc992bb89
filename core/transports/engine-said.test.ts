import { expect, test } from 'vitest';
import { saidOfServer, saidSince } from './engine-said.ts';

const FAILED = 'ERROR[0000] [1 5ms] connection: open connection to ••• using outbound/hysteria2[server]:';

test.each([
  ['authentication failed, status code: 404', 'x_proxy_bad_credentials'],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'ssl_unknown_authority',
  ],
  ['x509: certificate has expired or is not yet valid: current time…', 'ssl_invalid_certificate'],
  ['x509: certificate is valid for web.example.org, not other.example', 'ssl_invalid_hostname'],
  ['dial tcp: connection refused', undefined],
])('an engine’s “%s” means %s', (words, failure) => {
  expect(saidOfServer(['something', `${FAILED} ${words}`])?.failure).toBe(failure);
});

test('what an engine said last counts, and only what it said since', () => {
  const [refused, stranger] = ['authentication failed', 'certificate signed by unknown authority'];
  expect(saidOfServer([refused, stranger])?.failure).toBe('ssl_unknown_authority');
  expect(saidSince([refused], [refused, stranger])).toEqual([stranger]);
  expect(saidSince([], [stranger])).toEqual([stranger]);
  expect(saidSince([refused], [refused])).toEqual([]);
});
