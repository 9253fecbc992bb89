import { describe, expect, test } from 'vitest';
import type { DeepAttempt } from '../../model/deep-check.ts';
import type { Failure } from '../../model/failure.ts';
import type { Step } from '../../model/trace.ts';
import {
  hasIpv4,
  judgeCalls,
  judgeCertificates,
  judgeDownload,
  judgeNames,
  judgeQuic,
  judgeServers,
} from './judge-answers.ts';

const at = { startedAt: 0, endedAt: 1 };
const TIMEOUT = 'generic_timeout_error';
const FINE = { isFine: true, hasIpv4: true };
const WRONG = { isFine: false, hasIpv4: true };

function connected(host: string, failure: Failure | null = null, port = 443): DeepAttempt {
  const step: Step = { operation: 'connect', ...at, failure, address: { host: '192.0.2.1', port } };
  return { ask: 'connect', host, port, failure, steps: [step] };
}

function spoken(host: string, protocol: string, failure: Failure | null = null): DeepAttempt {
  const datagrams = { address: { host: '192.0.2.1', port: 443 }, sent: 1200, received: 0 };
  const step: Step = { operation: 'dialogue', ...at, failure, protocol, datagrams };
  return { ask: 'stun', host, port: 443, failure, steps: [step] };
}

describe('servers', () => {
  test('a host answers once one of its ports does, as OONI counts (ts-018)', () => {
    const attempts = [connected('e1', TIMEOUT), connected('e1', null, 5222), connected('e2')];
    expect(judgeServers(attempts, FINE)).toMatchObject({ verdict: 'servers-fine', count: 0, all: 2 });
  });

  test('some, or none, are counted and named; one alone is less sure', () => {
    const attempts = [connected('e1', TIMEOUT), connected('e2'), connected('e3', TIMEOUT)];
    const some = { verdict: 'servers-some', count: 2, all: 3, names: ['e1', 'e3'], sureness: 'high' };
    expect(judgeServers(attempts, FINE)).toMatchObject(some);
    expect(judgeServers([connected('e1', TIMEOUT)], FINE)).toMatchObject({
      ...{ verdict: 'servers-none', sureness: 'medium' },
    });
  });

  test('a host that an encrypted address book does not know either is not counted: our data grow old', () => {
    const denied = (host: string, resolver: string, failure: Failure | null): Step => ({
      ...{ operation: 'resolve', ...at, failure, name: host, resolver, addresses: [] },
    });
    const of = (failure: Failure | null): DeepAttempt => ({
      ...connected('old', 'dns_nxdomain_error'),
      steps: [denied('old', 'system', 'dns_nxdomain_error'), denied('old', 'doh:quad9', failure)],
    });
    expect(judgeServers([of('dns_nxdomain_error'), connected('e2')], FINE)).toMatchObject({
      ...{ verdict: 'servers-fine', all: 1 },
    });
    expect(judgeServers([of('dns_nxdomain_error')], FINE)).toMatchObject({ verdict: 'open' });
    for (const failure of [null, TIMEOUT] as const)
      expect(judgeServers([of(failure)], FINE)).toMatchObject({ verdict: 'servers-none', names: ['old'] });
  });

  test('an IPv4 address is not counted where this computer has no way to any', () => {
    const away = { ...connected('149.154.167.51', 'network_unreachable') };
    expect(hasIpv4([away])).toBe(false);
    expect(hasIpv4([away, connected('a', TIMEOUT)])).toBe(true);
    const only6 = { isFine: true, hasIpv4: false };
    expect(judgeServers([away, connected('web.telegram.org')], only6)).toMatchObject({
      ...{ verdict: 'servers-fine', all: 1 },
    });
    expect(judgeServers([away], FINE)).toMatchObject({ verdict: 'servers-none' });
  });

  test('where the whole network is the matter, silence says nothing of a messenger (M7)', () => {
    expect(judgeServers([connected('e1', TIMEOUT)], WRONG)).toMatchObject({
      verdict: 'open',
      sureness: 'none',
    });
    expect(judgeServers([connected('e1')], WRONG)).toMatchObject({ verdict: 'servers-fine' });
    expect(judgeServers([], FINE)).toMatchObject({ verdict: 'open' });
  });
});

describe('datagrams', () => {
  const heard = { isAnyHeard: true };
  const silence = { isAnyHeard: false };

  test('QUIC’s silence counts only where other datagrams come back', () => {
    const mute = [spoken('a', 'quic-initial', TIMEOUT)];
    expect(judgeQuic(mute, heard)).toMatchObject({
      verdict: 'quic-silent',
      names: ['a'],
      sureness: 'medium',
    });
    expect(judgeQuic(mute, silence)).toMatchObject({ verdict: 'open' });
    expect(judgeQuic([spoken('a', 'quic-initial')], heard)).toMatchObject({ verdict: 'quic-fine' });
    expect(judgeQuic([connected('a', TIMEOUT)], heard)).toMatchObject({ verdict: 'open' });
  });

  test('an address that answers another version is cut for this one, or for the name: that is sure', () => {
    const versions = spoken('a', 'quic-versions').steps;
    const attempt = spoken('a', 'quic-initial', TIMEOUT);
    expect(judgeQuic([{ ...attempt, steps: [...versions, ...attempt.steps] }], heard)).toMatchObject({
      ...{ verdict: 'quic-silent', sureness: 'high' },
    });
  });

  test('helpers for calls are counted; where nothing at all comes back, that is what is said', () => {
    const one = [spoken('a', 'stun'), spoken('b', 'stun', TIMEOUT)];
    expect(judgeCalls(one, heard)).toMatchObject({ verdict: 'calls-fine', count: 1, all: 2 });
    const mute = [spoken('a', 'stun', TIMEOUT), spoken('b', 'stun', TIMEOUT)];
    expect(judgeCalls(mute, heard)).toMatchObject({ verdict: 'calls-silent', all: 2, sureness: 'high' });
    expect(judgeCalls(mute, silence)).toMatchObject({ verdict: 'udp-silent' });
    expect(judgeCalls([connected('a', 'dns_no_answer')], heard)).toMatchObject({ verdict: 'open' });
    const away = [spoken('a', 'stun', 'network_unreachable')];
    expect(judgeCalls(away, silence)).toMatchObject({ verdict: 'open' });
    expect(judgeQuic(away, heard)).toMatchObject({ verdict: 'open' });
  });
});

test('names are cut only where one was, and fine only where all passed', () => {
  const of = (verdict: 'passes' | 'reset' | 'unknown', serverName = 'a') => ({
    serverName,
    verdict,
    steps: [],
  });
  expect(judgeNames([of('passes'), of('reset', 'b')])).toMatchObject({ verdict: 'names-cut', names: ['b'] });
  expect(judgeNames([of('passes')])).toMatchObject({ verdict: 'names-fine' });
  expect(judgeNames([of('passes'), of('unknown')])).toMatchObject({ verdict: 'open' });
  expect(judgeNames([])).toMatchObject({ verdict: 'open' });
});

test('a download that stands still is sure, one that crawls is likely, and any other failure leaves it open (M3, M4)', () => {
  const of = (failure: Failure | null) => judgeDownload({ ...connected('a', failure), ask: 'bulk' });
  expect(of(null)).toMatchObject({ verdict: 'downloads-fine' });
  expect(of('x_frozen')).toMatchObject({ verdict: 'downloads-frozen', sureness: 'high' });
  expect(of('x_throttled')).toMatchObject({ verdict: 'downloads-slow', sureness: 'medium' });
  expect(of('connection_reset')).toMatchObject({ verdict: 'open', sureness: 'none' });
});

test('a stranger’s certificate on a control, too, is of this house (M6)', () => {
  const isControl = (host: string) => host === 'control';
  const strange = connected('a', 'ssl_unknown_authority');
  const judge = (...attempts: readonly DeepAttempt[]) => judgeCertificates(attempts, isControl);
  expect(judge(strange, connected('control'))).toMatchObject({
    verdict: 'certificates-foreign',
    names: ['a'],
  });
  expect(judge(strange, connected('control', 'ssl_unknown_authority'))).toMatchObject({
    verdict: 'certificates-here',
  });
  expect(judge(connected('a'), connected('control'))).toMatchObject({ verdict: 'certificates-fine' });
  expect(judge(connected('a', TIMEOUT))).toMatchObject({ verdict: 'open' });
});
