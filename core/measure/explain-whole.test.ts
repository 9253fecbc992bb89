import { describe, expect, it } from 'vitest';
import type { Failure } from '../model/failure.ts';
import type { NetworkCause } from '../model/verdict.ts';
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
  TRUE,
  tls,
  words,
} from './testing/explain-cases.ts';

const { https, bulk, noise, otherNoise } = proofs;

describe('what flows badly', () => {
  const bulkFailed = (failure: Failure, bytes: number, rate: number) =>
    failing(bulk, [...connected(), step.tls(), step.bulk(bytes, rate, failure)], 'bulk', failure);

  it('is frozen after so many bytes, or throttled to so many a second (M3)', () => {
    expect(words([helloPassed, bulkFailed('x_frozen', 16_100, 4000)])).toEqual(['blocked', 'frozen 16100']);
    expect(words([helloPassed, bulkFailed('x_throttled', 48_000, 16_000.4)])).toEqual([
      'blocked',
      'throttled 16000',
    ]);
  });

  it('is an outage or a block when it just broke', () => {
    expect(words([helloPassed, bulkFailed('connection_reset', 100, 1)])).toEqual([
      'blocked',
      'outage-or-blocked reset',
    ]);
  });
});

describe('intercepted', () => {
  const stranger = tls('ssl_unknown_authority', TRUE, 'State root');

  it('names the issuer (M6)', () => {
    expect(words([stranger])).toEqual(['blocked', 'intercepted State root']);
  });

  it('says that it is this computer when a control has the same issuer (M6)', () => {
    const network = { cause: null, evidence: [step.tls('ssl_unknown_authority', 'State root')] };
    expect(words([stranger], { network })).toEqual(['blocked', 'intercepted this-computer: State root']);
    expect(words([stranger], { network: { ...network, cause: 'intercepted' } })).toEqual([
      'blocked',
      'intercepted this-computer: State root',
    ]);
  });
});

describe('the network as a whole', () => {
  it.each<[NetworkCause]>([['offline'], ['captive-portal'], ['shutdown'], ['whitelist-only']])(
    'explains everything when it is %s (M7)',
    (cause) => {
      const network = { cause, detail: 'so', evidence: [step.connect(TRUE, 'timed_out')] };
      expect(words([tls('connection_reset')], { network })).toEqual(['blocked', `${cause} so`]);
    },
  );

  it('explains refused certificates when the clock is wrong, and nothing else (M7)', () => {
    const network = { cause: 'clock-wrong', evidence: [] } as const;
    expect(words([tls('ssl_invalid_certificate')], { network })).toEqual(['blocked', 'clock-wrong']);
    expect(words([], { network })).toEqual(['blocked', 'clock-wrong']);
    expect(words([tls('connection_reset')], { network })).toEqual(['blocked', 'sni-blocked reset']);
    expect(words([], { network, purpose: chatPurpose })).toEqual(['unknown']);
  });

  it('does not overrule what passed', () => {
    const network = { cause: 'shutdown', evidence: [] } as const;
    expect(words([passing(noise)], { network, purpose: chatPurpose })).toEqual(['answers']);
  });
});

describe('an address that was hit a moment ago', () => {
  it('makes a failure unknown, not failed (N15)', () => {
    expect(words([tls('generic_timeout_error')], { restingAddresses: [TRUE] })).toEqual([
      'unknown',
      'unknown resting',
    ]);
    expect(words([connectFailed('timed_out')], { restingAddresses: [TRUE] })).toEqual([
      'unknown',
      'unknown resting',
    ]);
  });

  it('does not when another address failed too, or the answer was a certificate', () => {
    const both = failing(
      https,
      [step.connect(TRUE, 'timed_out'), step.connect(FALSE, 'timed_out')],
      'connect',
      'timed_out',
    );
    expect(words([both], { restingAddresses: [TRUE] })).toEqual(['blocked', 'ip-blocked silent']);
    expect(words([tls('ssl_unknown_authority', TRUE, 'x')], { restingAddresses: [TRUE] })).toEqual([
      'blocked',
      'intercepted x',
    ]);
  });
});

describe('several findings', () => {
  it('come most telling first, each once', () => {
    const attempts = [
      chatFailed(otherNoise, 'eof_error', TRUE),
      tls('connection_reset'),
      tls('connection_reset'),
      nxdomain,
    ];
    const { findings } = explain(evidenceOf(attempts, { dns: [{ ...dns([]) }] }));
    expect(findings.map(({ cause }) => cause)).toEqual(['dns-tampering', 'sni-blocked', 'outage-or-blocked']);
    expect(findings[1]?.evidence).toHaveLength(2);
  });

  it('hold the steps they rest on, each of them (M9)', () => {
    const attempts = [
      nxdomain,
      tls('connection_reset'),
      tls('ssl_unknown_authority', TRUE, 'x'),
      connectFailed('generic_timeout_error'),
      chatFailed(noise, 'eof_error', TRUE),
      failing(bulk, [...connected(), step.bulk(16_100, 4000, 'x_frozen')], 'bulk', 'x_frozen'),
    ];
    const { findings } = explain(evidenceOf(attempts, { dns: [dns([])] }));
    expect(findings.map(({ cause }) => cause)).toEqual([
      'dns-tampering',
      'ip-blocked',
      'sni-blocked',
      'frozen',
      'intercepted',
      'outage-or-blocked',
    ]);
    expect(findings.filter(({ evidence }) => evidence.length === 0)).toEqual([]);
  });

  it('do not count what was only interrupted', () => {
    expect(words([failing(https, [], 'tls', 'interrupted')])).toEqual(['unknown']);
  });
});
