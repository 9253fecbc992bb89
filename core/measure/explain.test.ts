import { describe, expect, it } from 'vitest';
import type { Failure } from '../model/failure.ts';
import type { Attempt } from '../model/route.ts';
import type { Evidence } from './evidence.ts';
import { explain } from './explain.ts';
import { chatPurpose, evidenceOf, failing, passing, proofs, step } from './testing/cases.ts';
import {
  chatFailed,
  connected,
  connectFailed,
  dns,
  FALSE,
  helloPassed,
  nxdomain,
  resolved,
  serverName,
  TRUE,
  tls,
  words,
} from './testing/explain-cases.ts';

const { https, bulk, chrome, noise, otherNoise } = proofs;

describe('what passed', () => {
  const bulkPassed = passing(bulk, [step.bulk(70_000, 500_000)], { bytesPerSecond: 500_000 });

  it('is reachable with bulk, and only answers without (M3)', () => {
    expect(words([helloPassed, bulkPassed, passing(chrome)])).toEqual(['reachable']);
    expect(words([passing(noise)], { purpose: chatPurpose })).toEqual(['answers']);
    expect(words([helloPassed, passing(bulk, [], { bytes: 9000 }), passing(chrome)])).toEqual(['answers']);
  });

  it('is judged by any whole sample, whatever the others did', () => {
    const attempts = [chatFailed(noise, 'eof_error', TRUE), passing(otherNoise)];
    expect(words(attempts, { purpose: chatPurpose })).toEqual(['answers']);
  });

  it('is never reachable when it crawls beside the control (M4)', () => {
    const crawl = passing(bulk, [step.bulk(66_000, 16_000)], { bytesPerSecond: 16_000 });
    expect(words([helloPassed, crawl, passing(chrome)], { controlBytesPerSecond: 2e6 })).toEqual([
      'blocked',
      'throttled 16000',
    ]);
    expect(words([helloPassed, crawl, passing(chrome)], { controlBytesPerSecond: 20_000 })).toEqual([
      'reachable',
    ]);
    expect(words([helloPassed, crawl, passing(chrome)])).toEqual(['reachable']);
  });

  it('is unknown when nothing was tried on the plain way (M9)', () => {
    expect(words([])).toEqual(['unknown']);
    expect(words([passing(https, [], { kind: 'server' })])).toEqual(['unknown']);
  });
});

describe('dns-tampering', () => {
  it.each<[string, Attempt, Partial<Evidence>]>([
    ['nxdomain', nxdomain, { dns: [dns([])] }],
    ['bogon', failing(https, [resolved(FALSE)], 'resolve', 'dns_bogon_error'), {}],
    ['block-page', failing(https, [resolved(FALSE)], 'resolve', 'x_dns_block_page'), {}],
    ['silent', failing(https, [], 'resolve', 'generic_timeout_error'), { dns: [dns([])] }],
    ['forged', tls('ssl_invalid_hostname', FALSE), { dns: [dns([FALSE])] }],
    ['forged', tls('ssl_unknown_authority', FALSE, 'x'), { dns: [dns([FALSE], [])] }],
    ['forged', connectFailed('generic_timeout_error', FALSE), { dns: [dns([FALSE])] }],
  ])('%s', (detail, attempt, more) => {
    expect(words([attempt], more)).toEqual(['blocked', `dns-tampering ${detail}`]);
  });

  it('is shown by another way that found the name as well', () => {
    expect(words([nxdomain, passing(https, [], { kind: 'strategy' })])).toEqual([
      'blocked',
      'dns-tampering nxdomain',
    ]);
  });

  it('is not: a name that nobody else knows either', () => {
    expect(words([nxdomain])).toEqual(['blocked', 'outage-or-blocked dns_nxdomain_error']);
  });

  it('is not: a merely different answer that nobody verified', () => {
    expect(words([tls('connection_reset', FALSE)], { dns: [dns([FALSE], [])] })).toEqual([
      'blocked',
      'sni-blocked reset',
    ]);
    expect(words([tls('connection_reset', FALSE)], { dns: [dns([FALSE], [FALSE, TRUE])] })).toEqual([
      'blocked',
      'sni-blocked reset',
    ]);
  });

  it('holds both answers as evidence (M9)', () => {
    const { findings } = explain(evidenceOf([nxdomain], { dns: [dns([])] }));
    expect(findings[0]?.evidence.map(({ failure }) => failure)).toEqual(['dns_nxdomain_error', null]);
  });
});

describe('ip-blocked', () => {
  it('is silence of an address on a network whose controls are fine', () => {
    expect(words([connectFailed('generic_timeout_error')])).toEqual(['blocked', 'ip-blocked silent']);
    expect(words([connectFailed('host_unreachable')])).toEqual(['blocked', 'ip-blocked unreachable']);
  });

  it('is not claimed while the controls are out', () => {
    expect(words([connectFailed('generic_timeout_error')], { network: null })).toEqual([
      'blocked',
      'outage-or-blocked silent',
    ]);
  });

  it('is refusal by several addresses, or by one that another way reaches; by one alone it may be an outage', () => {
    const refused = connectFailed('connection_refused');
    const both = failing(
      https,
      [step.connect(TRUE, 'connection_refused'), step.connect(FALSE, 'connection_refused')],
      'connect',
      'connection_refused',
    );
    expect(words([refused])).toEqual(['blocked', 'outage-or-blocked refused']);
    expect(words([both])).toEqual(['blocked', 'ip-blocked refused']);
    expect(words([refused, passing(https, [], { kind: 'server' })])).toEqual([
      'blocked',
      'ip-blocked refused',
    ]);
  });

  it('is silence after the connect where there is no TLS, from several addresses', () => {
    const one = chatFailed(noise, 'generic_timeout_error', TRUE);
    const two = chatFailed(otherNoise, 'generic_timeout_error', FALSE);
    expect(words([one], { purpose: chatPurpose })).toEqual([
      'blocked',
      'outage-or-blocked silent-after-connect',
    ]);
    expect(words([one, two], { purpose: chatPurpose })).toEqual([
      'blocked',
      'ip-blocked silent-after-connect',
    ]);
  });

  it('is not: a computer without a route', () => {
    expect(words([connectFailed('network_unreachable')])).toEqual(['unknown', 'unknown no-route']);
  });
});

describe('sni-blocked', () => {
  it.each<[Failure, string]>([
    ['connection_reset', 'reset'],
    ['eof_error', 'reset'],
    ['generic_timeout_error', 'silent'],
  ])('%s after the hello is %s', (failure, detail) => {
    expect(words([tls(failure)])).toEqual(['blocked', `sni-blocked ${detail}`]);
  });

  it('holds the neutral test as evidence (M9)', () => {
    const { findings } = explain(evidenceOf([tls('connection_reset')], serverName('reset')));
    expect(findings).toMatchObject([{ cause: 'sni-blocked', detail: 'reset' }]);
    expect(findings[0]?.evidence).toHaveLength(2);
  });

  it('is not claimed when the name passes elsewhere, unless another way reaches the host', () => {
    expect(words([tls('connection_reset')], serverName('passes'))).toEqual([
      'blocked',
      'outage-or-blocked reset',
    ]);
    const shaped = passing(https, [], { kind: 'strategy' });
    // What another name came to says nothing of this one.
    expect(words([tls('connection_reset')], serverName('passes', 'other.test'))).toEqual([
      'blocked',
      'sni-blocked reset',
    ]);
    expect(words([tls('connection_reset'), shaped], serverName('passes'))).toEqual([
      'blocked',
      'sni-blocked reset',
    ]);
  });

  it('is not: a server’s alert', () => {
    expect(words([tls('ssl_failed_handshake')])).toEqual(['blocked', 'outage-or-blocked alert']);
  });
});

describe('tls-fingerprint', () => {
  const chromeFailed = (failure: Failure) =>
    failing(chrome, [...connected(), step.tls(failure, undefined, 'chrome')], 'tls', failure);

  it('is a browser’s hello that fails where Node’s passes (M5)', () => {
    expect(words([helloPassed, passing(bulk), chromeFailed('generic_timeout_error')])).toEqual([
      'blocked',
      'tls-fingerprint silent',
    ]);
  });

  it('is not: both fail, or the server said something', () => {
    expect(words([tls('connection_reset'), chromeFailed('connection_reset')])).toEqual([
      'blocked',
      'sni-blocked reset',
    ]);
    expect(words([helloPassed, chromeFailed('x_unexpected_answer')])).toEqual([
      'blocked',
      'outage-or-blocked unexpected-answer',
    ]);
  });
});
