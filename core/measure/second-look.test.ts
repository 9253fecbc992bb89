import { describe, expect, it } from 'vitest';
import type { Attempt } from '../model/route.ts';
import type { Cause, Verdict } from '../model/verdict.ts';
import type { Evidence } from './evidence.ts';
import { explain } from './explain.ts';
import { heldAgainstLine, isWorthSecondLook, moreTelling, withoutSilence } from './second-look.ts';
import { chatPurpose, evidenceOf, failing, passing, proofs, step } from './testing/cases.ts';
import {
  chatFailed,
  connected,
  connectFailed,
  dns,
  FALSE,
  helloPassed,
  nxdomain,
  serverName,
  TRUE,
  tls,
} from './testing/explain-cases.ts';

const { https, bulk, chrome, noise } = proofs;

const isWorth = (attempts: readonly Attempt[], more: Partial<Evidence> = {}) => {
  const evidence = evidenceOf(attempts, more);
  return isWorthSecondLook(explain(evidence), evidence);
};
const browserHello = (verdict: 'passes' | 'silent' | 'unknown') => ({
  browserHello: { serverName: https.host, verdict, steps: [step.tls()] },
});
const noName = failing(
  https,
  [step.resolve('web.test', [], 'dns_temporary_failure')],
  'resolve',
  'dns_temporary_failure',
);
const noWay = (...steps: Attempt['outcome']['steps']) =>
  failing(https, [...steps, step.connect(TRUE, 'network_unreachable')], 'connect', 'network_unreachable');
const later = (attempt: Attempt): Attempt => ({
  ...attempt,
  outcome: {
    ...attempt.outcome,
    steps: attempt.outcome.steps.map((one) => ({ ...one, startedAt: 8000, endedAt: 12_000 })),
  },
});
/** The same, and one family's look-up got no answer. */
const noWay4 = (attempt: Attempt): Attempt => ({
  ...attempt,
  outcome: {
    ...attempt.outcome,
    steps: [step.resolve('web.test', [], 'dns_temporary_failure'), ...attempt.outcome.steps],
  },
});
const chromeSilent = failing(
  chrome,
  [...connected(), step.tls('generic_timeout_error', undefined, 'chrome')],
  'tls',
  'generic_timeout_error',
);
const answersNow = dns([TRUE]);

describe('what a bad line explains as well is looked at twice', () => {
  it.each<[string, Attempt[], Partial<Evidence>]>([
    ['one address that is silent', [connectFailed('generic_timeout_error')], {}],
    [
      'several that are silent at the same time',
      [connectFailed('generic_timeout_error', TRUE), connectFailed('generic_timeout_error', FALSE)],
      {},
    ],
    [
      'a hello that drew nothing, of a name that passes elsewhere',
      [tls('generic_timeout_error')],
      serverName('passes'),
    ],
    [
      'a dialogue on which nothing comes',
      [chatFailed(noise, 'generic_timeout_error', TRUE)],
      { purpose: chatPurpose },
    ],
    ['a name that the same resolver knows a moment later', [noName], { dns: [answersNow] }],
    ['a name that nobody knows in time', [noName], {}],
    [
      'a frozen download',
      [helloPassed, failing(bulk, [step.bulk(16_000, 0, 'x_frozen')], 'bulk', 'x_frozen')],
      {},
    ],
    [
      'a download that crawled',
      [helloPassed, passing(bulk, [], { bytesPerSecond: 9_000 }), passing(chrome)],
      { controlBytesPerSecond: 2e6 },
    ],
    [
      'a browser’s hello that passes elsewhere',
      [helloPassed, passing(bulk), chromeSilent],
      browserHello('passes'),
    ],
    [
      'several silent addresses of one family, the other’s answer being lost',
      [
        noWay4(connectFailed('generic_timeout_error', TRUE)),
        noWay4(connectFailed('generic_timeout_error', FALSE)),
      ],
      {},
    ],
    [
      'the other family’s addresses alone, one answer being lost',
      [noWay(step.resolve('web.test', [], 'dns_temporary_failure'))],
      {},
    ],
  ])('%s (M9)', (_, attempts, more) => {
    expect(isWorth(attempts, more)).toBe(true);
  });

  it.each<[string, Attempt[], Partial<Evidence>]>([
    ['what passed', [helloPassed, passing(bulk), passing(chrome)], {}],
    ['a reset', [tls('connection_reset')], serverName('reset')],
    ['a lie', [nxdomain], { dns: [dns([])] }],
    ['a name cut on neutral ground (N16)', [tls('generic_timeout_error')], serverName('silent')],
    [
      'a browser’s hello cut on neutral ground (N16)',
      [helloPassed, passing(bulk), chromeSilent],
      browserHello('silent'),
    ],
    [
      'one that is silent twice, one time after the other',
      [connectFailed('generic_timeout_error'), later(connectFailed('generic_timeout_error'))],
      {},
    ],
    [
      'several addresses that are silent one after the other',
      [connectFailed('generic_timeout_error', TRUE), later(connectFailed('generic_timeout_error', FALSE))],
      {},
    ],
    ['a kind of address that this computer has not', [noWay()], {}],
    ['nothing that was tried', [], {}],
    [
      'a network that is wrong as a whole',
      [connectFailed('generic_timeout_error')],
      { network: { cause: 'shutdown', evidence: [] } },
    ],
  ])('not %s', (_, attempts, more) => {
    expect(isWorth(attempts, more)).toBe(false);
  });
});

describe('after a second look', () => {
  it('what passes then is open, whatever the first one said', () => {
    const first = connectFailed('generic_timeout_error');
    const all = [first, helloPassed, passing(bulk), passing(chrome)];
    expect(explain(evidenceOf(all)).state).toBe('reachable');
  });

  it('a download that went well once is not throttled (M4)', () => {
    const slow = passing(bulk, [], { bytesPerSecond: 9_000 });
    const well = passing(bulk, [], { bytesPerSecond: 400_000 });
    const seen = (...downloads: Attempt[]) =>
      explain(evidenceOf([helloPassed, passing(chrome), ...downloads], { controlBytesPerSecond: 2e6 })).state;
    expect([seen(slow, well), seen(slow, slow)]).toEqual(['reachable', 'blocked']);
  });

  it('silence says nothing beside what somebody has sent, and no more than what nobody can tell', () => {
    const silent = connectFailed('generic_timeout_error');
    const left = (...attempts: Attempt[]) => {
      const evidence = evidenceOf(attempts);
      const { state, findings } = withoutSilence(explain(evidence), evidence);
      return [state, ...findings.map(({ cause }) => cause)];
    };
    expect(left(silent, tls('connection_reset'))).toEqual(['blocked', 'sni-blocked']);
    expect(left(silent, noWay())).toEqual(['unknown', 'unknown']);
    expect(left(silent)).toEqual(['blocked', 'ip-blocked']);
    const frozen = failing(bulk, [step.bulk(16_000, 0, 'x_frozen')], 'bulk', 'x_frozen');
    expect(left(frozen, tls('connection_reset'))).toEqual(['blocked', 'sni-blocked', 'frozen']);
  });

  it('silence blames nobody while a control is silent as well (M9)', () => {
    const evidence = evidenceOf([
      connectFailed('generic_timeout_error'),
      connectFailed('generic_timeout_error'),
    ]);
    const verdict = explain(evidence);
    expect(heldAgainstLine(verdict, evidence, true)).toEqual(verdict);
    expect(heldAgainstLine(verdict, evidence, false)).toMatchObject({
      state: 'unknown',
      findings: [{ cause: 'unknown', detail: 'line-silent' }],
    });
    const reset = evidenceOf([tls('connection_reset')]);
    expect(heldAgainstLine(explain(reset), reset, false).state).toBe('blocked');
  });

  it('silence that neutral ground can neither confirm nor deny blames nobody (M9)', () => {
    const unsure = { serverNames: [{ serverName: https.host, verdict: 'unknown', steps: [] }] } as const;
    expect(explain(evidenceOf([tls('generic_timeout_error')], unsure)).state).toBe('unknown');
    expect(
      explain(evidenceOf([helloPassed, passing(bulk), chromeSilent], browserHello('unknown'))).state,
    ).toBe('unknown');
    expect(explain(evidenceOf([tls('connection_reset')], unsure)).state).toBe('blocked');
  });
});

describe('of two looks that failed', () => {
  const verdictOf = (cause: Cause, state: 'blocked' | 'unknown' = 'blocked'): Verdict => ({
    ...explain(evidenceOf([noName])),
    state,
    findings: [{ cause, evidence: [] }],
  });

  it.each(['frozen', 'throttled'] as const)(
    'one that saw a flow %s tells more than one that saw nothing',
    (cause) => {
      const [first, second] = [verdictOf(cause), verdictOf('outage-or-blocked')];
      expect(moreTelling(first, second)).toBe(first);
    },
  );

  it.each([
    ['sni-blocked', 'blocked'],
    ['outage-or-blocked', 'unknown'],
  ] as const)('%s, %s, of the second is the last word', (cause, state) => {
    const second = verdictOf(cause, state);
    expect(moreTelling(verdictOf('frozen'), second)).toBe(second);
    expect(moreTelling(verdictOf('outage-or-blocked'), second)).toBe(second);
  });
});
