import { expect, test } from 'vitest';
import { isOpen } from './standing.ts';
import type { PurposeState } from './state.ts';

const direct: PurposeState = {
  purpose: 'chat',
  trying: null,
  verdict: { state: 'reachable', findings: [] },
  route: {
    transport: { text: 'system', kind: 'plain', resolver: null, servers: [] },
    seconds: 1,
    proof: 'bulk',
  },
};
const blockedCalls: PurposeState = {
  purpose: 'calls',
  trying: null,
  verdict: { state: 'blocked', findings: [{ cause: 'ip-blocked' }] },
  route: null,
};

test('a messenger is as always where all of it was measured, is not blocked and goes the direct way', () => {
  expect(isOpen({ condition: 'works', purposes: [direct] })).toBe(true);
  expect(isOpen({ condition: 'works', purposes: [{ ...direct, verdict: null }] })).toBe(false);
  expect(isOpen({ condition: 'works', purposes: [direct, blockedCalls] })).toBe(false);
  expect(isOpen({ condition: 'partly', purposes: [direct] })).toBe(false);
  expect(isOpen({ condition: 'works', purposes: [] })).toBe(false);
});
