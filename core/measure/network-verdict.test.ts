import { describe, expect, it } from 'vitest';
import { type Failure, NetError, type Operation } from '../model/failure.ts';
import type { ControlAnswer, ControlGroup } from './control-probe.ts';
import { judgeNetwork } from './network-verdict.ts';
import { step } from './testing/cases.ts';

const NOW = Date.UTC(2026, 8, 1);
const DAY = 86_400_000;

const fine = (group: ControlGroup, date: number | null = null): ControlAnswer => ({
  group,
  steps: [],
  error: null,
  isWrong: false,
  date,
});
const wrong = (): ControlAnswer => ({ ...fine('portal'), isWrong: true });
const failed = (
  group: ControlGroup,
  failure: Failure = 'generic_timeout_error',
  operation: Operation = 'connect',
  issuer?: string,
): ControlAnswer => ({
  ...fine(group),
  error: new NetError(operation, failure),
  steps: [operation === 'tls' ? step.tls(failure, issuer) : step.connect('192.0.2.1', failure)],
});
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const judge = (answers: readonly ControlAnswer[], pending: Partial<Record<ControlGroup, number>> = {}) => {
  const verdict = judgeNetwork(answers, { portal: 0, foreign: 0, domestic: 0, address: 0, ...pending }, NOW);
  return verdict && [verdict.cause, ...(verdict.detail === undefined ? [] : [verdict.detail])];
};

const silentPortals = times(3, failed('portal'));
const silentForeign = times(4, failed('foreign'));
const unknownIssuer = (issuer: string) => failed('foreign', 'ssl_unknown_authority', 'tls', issuer);
const untimely = failed('foreign', 'ssl_invalid_certificate', 'tls');

describe('the network', () => {
  it('is fine as soon as two foreign controls pass, whatever is still to come', () => {
    expect(judge([fine('foreign')], { foreign: 3, portal: 3 })).toBeUndefined();
    expect(judge([fine('foreign'), fine('foreign')], { foreign: 2, portal: 3 })).toEqual([null]);
  });

  it('is not suspected for a single control that fails (M8)', () => {
    const others = [fine('foreign'), fine('foreign'), fine('foreign'), ...times(3, fine('portal'))];
    for (const one of [failed('foreign'), unknownIssuer('x'), untimely, wrong()]) {
      expect(judge([one, ...others])).toEqual([null]);
    }
    expect(judge([wrong(), fine('foreign')], { foreign: 3, portal: 2 })).toBeUndefined();
    expect(judge([fine('foreign'), ...times(3, failed('foreign')), ...times(3, fine('portal'))])).toEqual([
      null,
    ]);
  });

  it('is offline when nothing has a way out (M7)', () => {
    expect(judge(times(5, failed('foreign', 'network_unreachable')))).toEqual(['offline']);
    expect(judge(times(5, failed('foreign', 'network_unreachable')), { portal: 1 })).toBeUndefined();
  });

  it('has a captive portal when two pages are not what they should be, before TLS is blamed (M7)', () => {
    expect(
      judge([unknownIssuer('Hotel'), unknownIssuer('Hotel')], { portal: 3, foreign: 2 }),
    ).toBeUndefined();
    expect(judge([unknownIssuer('Hotel'), wrong(), wrong()], { portal: 1, foreign: 3 })).toEqual([
      'captive-portal',
    ]);
    expect(
      judge(times(2, failed('portal', 'dns_bogon_error', 'resolve')), { portal: 1, foreign: 4 }),
    ).toEqual(['captive-portal']);
    expect(judge([wrong(), wrong(), fine('portal')], { foreign: 4 })).toBeUndefined();
  });

  it('has a wrong clock when certificates are out of date and a page knows another day (M7)', () => {
    const page = (days: number) => fine('portal', NOW + days * DAY);
    expect(judge([untimely, untimely, page(365)], { foreign: 2 })).toEqual([
      'clock-wrong',
      '365 days behind',
    ]);
    expect(judge([untimely, untimely, page(-40)], { foreign: 2 })).toEqual(['clock-wrong', '40 days ahead']);
    expect(judge([untimely, untimely, page(0.5)], { foreign: 2 })).toBeUndefined();
    expect(judge([untimely, page(365)], { foreign: 3 })).toBeUndefined();
  });

  it('is intercepted when two controls show the same stranger', () => {
    const portals = times(3, fine('portal'));
    expect(judge([unknownIssuer('State'), unknownIssuer('State'), ...portals])).toEqual([
      'intercepted',
      'State',
    ]);
    expect(judge([unknownIssuer('A'), unknownIssuer('B'), ...portals])).toEqual([null]);
  });

  it('has a white list when domestic hosts answer and no foreign one does (M7)', () => {
    const whitelist = [...silentForeign, ...silentPortals, fine('domestic')];
    expect(judge(whitelist)).toEqual(['whitelist-only']);
    expect(
      judge([...silentForeign, ...silentPortals, failed('domestic', 'ssl_unknown_authority', 'tls')]),
    ).toEqual(['whitelist-only']);
    expect(judge(whitelist, { foreign: 1 })).toBeUndefined();
  });

  it('is shut down when nobody answers at all (M7)', () => {
    expect(judge([...silentForeign, ...silentPortals, ...times(2, failed('domestic'))])).toEqual([
      'shutdown',
    ]);
    expect(judge([...silentForeign, ...silentPortals])).toEqual(['shutdown', 'no domestic host is known']);
  });

  it('is not blamed for a resolver that is dead or lies', () => {
    const unresolved = times(4, failed('foreign', 'generic_timeout_error', 'resolve'));
    expect(judge([...unresolved, ...times(3, failed('portal', 'dns_nxdomain_error', 'resolve'))])).toEqual([
      null,
    ]);
    expect(judge([...unresolved, fine('address'), failed('address')])).toEqual([null]);
    expect(judge([...unresolved, failed('address'), failed('address')])).toEqual([
      'shutdown',
      'no domestic host is known',
    ]);
  });

  it('keeps a refused certificate as evidence even when it is fine', () => {
    const verdict = judgeNetwork(
      [fine('foreign'), fine('foreign'), unknownIssuer('Antivirus')],
      { portal: 3, foreign: 1, domestic: 0, address: 0 },
      NOW,
    );
    expect(verdict).toMatchObject({ cause: null, evidence: [{ issuer: 'Antivirus' }] });
  });
});
