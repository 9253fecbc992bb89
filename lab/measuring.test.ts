import { expect, test } from 'vitest';
import { stateAfter } from './events.ts';
import { falseAlarms } from './expectation.ts';
import { overLine } from './line.ts';
import { distinctNetworks, isOpenNetwork } from './measuring.ts';
import { parseScenario } from './scenario.ts';

const scenario = (name: string, more: object = {}, expectation: object = {}) =>
  parseScenario(name, JSON.stringify({ title: name, limit: 2, expect: expectation, ...more }), () => []);
const open = { verdicts: { '*': { state: ['reachable', 'answers'] } }, network: null };

test('scenarios that differ only in what the person has are measured once, by check, with their verdicts', () => {
  const wire = { rules: [{ kind: 'down' }] };
  const verdicts = { '*': { first: 'shutdown' } };
  const networks = distinctNetworks([
    scenario('alone', { wire }, { routes: { '*': '.' }, verdicts }),
    scenario('with a server', { wire, add: ['socks5://192.0.2.1:1'] }, { named: ['x_proxy_refused'] }),
    scenario('elsewhere', { client: 'ipv6' }),
  ]);
  expect(networks.map(({ scenario: { name }, same }) => [name, ...same])).toEqual([
    ['alone', 'with a server'],
    ['elsewhere'],
  ]);
  expect(networks[0]?.scenario).toMatchObject({
    command: 'check',
    add: [],
    expect: { routes: { '*': null }, verdicts },
  });
});

test('a network is open where nothing may be called blocked, not even as a whole', () => {
  expect(isOpenNetwork(scenario('a', {}, open).expect)).toBe(true);
  expect(isOpenNetwork(scenario('a', {}, { verdicts: open.verdicts }).expect)).toBe(false);
  expect(isOpenNetwork(scenario('a', {}, { network: null }).expect)).toBe(false);
  const blocked = { ...open, verdicts: { '*': { state: ['blocked'] } } };
  expect(isOpenNetwork(scenario('a', {}, blocked).expect)).toBe(false);
});

test('a slow line has its round trip, its loss behind the censor, and its own seed each time', () => {
  const rules = [{ kind: 'down' }];
  const { wire } = overLine(scenario('a', { wire: { rules, jitterMs: 3 } }), 'slow', 7);
  expect(wire).toEqual({
    ...{ oneWayMs: 125, jitterMs: 3, seed: 7 },
    rules: [...rules, { kind: 'loss', id: 'line', rate: 0.03 }],
  });
  expect(overLine(scenario('a', { wire: { rules } }), 'usual', 2).wire).toEqual({ seed: 2, rules });
});

test('what a slow line cannot tell is expected of a usual one alone', () => {
  const throttled = { 'whatsapp web': { first: 'throttled' } };
  const slow = { verdicts: { 'whatsapp web': { state: ['reachable'] } }, why: 'too short' };
  const one = scenario('a', { slow }, { verdicts: { ...throttled, '*': { state: ['answers'] } } });
  expect(overLine(one, 'usual', 1).expect.verdicts['whatsapp web']).toEqual({ first: 'throttled' });
  expect(overLine(one, 'slow', 1).expect.verdicts).toEqual({
    'whatsapp web': { state: ['reachable'] },
    '*': { state: ['answers'] },
  });
});

test('a false alarm is a block where there is none', () => {
  const { expect: expected } = scenario(
    'a',
    {},
    {
      verdicts: { 'whatsapp web': { first: 'sni-blocked' }, '*': { state: ['answers', 'reachable'] } },
      network: null,
    },
  );
  const keys = ['whatsapp web', 'signal chat', 'telegram chat'];
  const state = {
    ...stateAfter([]),
    verdicts: new Map([
      ['whatsapp web', { state: 'blocked', causes: ['sni-blocked'] }],
      ['signal chat', { state: 'blocked', causes: ['ip-blocked'] }],
      ['telegram chat', { state: 'unknown', causes: [] }],
    ]),
  };
  expect(falseAlarms(expected, state, keys)).toEqual(['signal chat']);
  expect(falseAlarms(expected, { ...state, network: 'shutdown' }, keys)).toEqual([
    'signal chat',
    'the network',
  ]);
});
