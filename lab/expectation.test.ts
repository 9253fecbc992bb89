import { describe, expect, test } from 'vitest';
import { type Line, parseLine, stateAfter } from './events.ts';
import { breaches, differences, entryFor, provenAt, satisfiedAt } from './expectation.ts';
import { parseScenario } from './scenario.ts';

const KEYS = ['whatsapp web', 'whatsapp chat', 'telegram chat'];

const expectation = (expect: object) =>
  parseScenario('test', JSON.stringify({ title: 'test', limit: 1, expect }), () => []).expect;

function line(at: number, event: string, key: string, rest: object): Line {
  const [messenger, purpose] = key.split(' ');
  return parseLine(JSON.stringify({ event, messenger, purpose, seconds: at, ...rest }), at);
}
const route = (at: number, key: string, transport: string) => line(at, 'route', key, { transport });
const verdict = (at: number, key: string, state: string, causes: string[] = []) =>
  line(at, 'verdict', key, { state, causes });
const ready = (at: number) => parseLine('{"event":"ready","proxy":"127.0.0.1:1"}', at);

describe('entryFor', () => {
  const entries = { '*': 1, whatsapp: 2, 'whatsapp web': 3 };
  test('the most exact entry counts', () => {
    expect(entryFor(entries, 'whatsapp web')).toBe(3);
    expect(entryFor(entries, 'whatsapp chat')).toBe(2);
    expect(entryFor(entries, 'telegram chat')).toBe(1);
  });
  test('an entry that says "none" is not passed over', () => {
    expect(entryFor({ '*': 'any', whatsapp: null }, 'whatsapp web')).toBeNull();
  });
});

describe('differences', () => {
  const all = KEYS.map((key) => route(1, key, 'system'));

  test('there are none when every route is as expected and the proxy is open', () => {
    const expected = expectation({ routes: { '*': '^system$' } });
    expect(differences(expected, stateAfter([...all, ready(2)]), KEYS)).toEqual([]);
  });

  test('a route that is missing, another, or there although it must not be is a difference', () => {
    const state = stateAfter([route(1, 'whatsapp web', 'doh:quad9'), ready(2)]);
    const expected = expectation({ routes: { 'whatsapp web': '^system$', telegram: '.' } });
    expect(differences(expected, state, KEYS)).toHaveLength(2);
    expect(differences(expectation({ routes: { whatsapp: null } }), state, KEYS)).toEqual([
      'whatsapp web: expected no route, got doh:quad9',
    ]);
  });

  test('routes without an open proxy are not enough', () => {
    expect(differences(expectation({ routes: { '*': 'system' } }), stateAfter(all), KEYS)).toEqual([
      'expected "ready" with a proxy, got none',
    ]);
  });

  test('the first cause must be the first, further causes must be there', () => {
    const state = stateAfter([verdict(1, 'whatsapp web', 'blocked', ['dns-tampering', 'sni-blocked'])]);
    const judge = (entry: object) =>
      differences(expectation({ verdicts: { 'whatsapp web': entry } }), state, KEYS);
    expect(judge({ first: 'dns-tampering', causes: ['sni-blocked'], state: ['blocked'] })).toEqual([]);
    expect(judge({ first: 'sni-blocked' })).toHaveLength(1);
    expect(judge({ causes: ['frozen'] })).toHaveLength(1);
    expect(judge({ state: ['reachable'] })).toHaveLength(1);
  });

  test('a verdict that never came is a difference', () => {
    expect(
      differences(
        expectation({ verdicts: { 'telegram chat': { state: ['answers'] } } }),
        stateAfter([]),
        KEYS,
      ),
    ).toHaveLength(1);
  });

  test('a network that must be well may not be called anything', () => {
    const offline = stateAfter([parseLine('{"event":"network","cause":"offline"}', 1)]);
    expect(differences(expectation({ network: null }), offline, KEYS)).toHaveLength(1);
    expect(differences(expectation({ network: 'offline' }), offline, KEYS)).toEqual([]);
    expect(differences(expectation({}), offline, KEYS)).toEqual([]);
  });
});

describe('breaches', () => {
  const expected = expectation({ never: { 'whatsapp web': { state: 'reachable', route: '^system$' } } });

  test('what must never be said counts even when it was taken back', () => {
    const lines = [
      verdict(1, 'whatsapp web', 'reachable'),
      verdict(2, 'whatsapp web', 'blocked', ['frozen']),
    ];
    expect(breaches(expected, lines)).toHaveLength(1);
    expect(breaches(expected, [route(1, 'whatsapp web', 'system')])).toHaveLength(1);
  });

  test('other purposes, states and routes are free', () => {
    const lines = [
      verdict(1, 'whatsapp chat', 'reachable'),
      verdict(1, 'whatsapp web', 'answers'),
      route(1, 'whatsapp web', 'socks5://h:1'),
    ];
    expect(breaches(expected, lines)).toEqual([]);
  });
});

describe('satisfiedAt', () => {
  const expected = expectation({ routes: { 'whatsapp web': '^doh:' } });

  test('it is the moment after which nothing was missing', () => {
    const lines = [route(1, 'whatsapp web', 'system'), route(2, 'whatsapp web', 'doh:quad9'), ready(3)];
    expect(satisfiedAt(expected, lines, KEYS)).toBe(3);
  });

  test('what is taken back starts it anew', () => {
    const [good, bad] = ['doh:quad9', 'system'];
    const lines = [good, bad, good].map((transport, index) => route(index + 2, 'whatsapp web', transport));
    expect(satisfiedAt(expected, [ready(1), ...lines], KEYS)).toBe(4);
    expect(satisfiedAt(expected, [ready(1), ...lines.slice(0, 2)], KEYS)).toBeNull();
  });
});

test('a proof does not wait for verdicts', () => {
  const expected = expectation({
    routes: { 'whatsapp web': '.' },
    verdicts: { 'whatsapp web': { first: 'sni-blocked' } },
    network: 'offline',
  });
  const lines = [
    route(1, 'whatsapp web', 'system'),
    ready(2),
    verdict(3, 'whatsapp web', 'blocked', ['frozen']),
  ];
  expect(provenAt(expected, lines, KEYS)).toBe(2);
  expect(satisfiedAt(expected, lines, KEYS)).toBeNull();
});
