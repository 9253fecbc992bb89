import { type Line, type State, stateAfter } from './events.ts';
import type { Expectation, VerdictExpectation } from './scenario.ts';

/** The entry for `whatsapp web`: its own, else that of `whatsapp`, else that of `*`. */
export function entryFor<Value>(entries: Readonly<Record<string, Value>>, key: string): Value | undefined {
  const [messenger = ''] = key.split(' ');
  for (const name of [key, messenger, '*']) if (name in entries) return entries[name];
  return undefined;
}

/** Everything in which a state differs from what is expected, in words. `keys`: all `messenger purpose` pairs there are. */
export function differences(expected: Expectation, state: State, keys: readonly string[]): string[] {
  const problems: string[] = [];
  for (const key of keys) {
    const pattern = entryFor(expected.routes, key);
    const route = state.routes.get(key)?.transport;
    if (pattern === null && route !== undefined) problems.push(`${key}: expected no route, got ${route}`);
    if (typeof pattern === 'string' && !(route !== undefined && new RegExp(pattern).test(route))) {
      problems.push(`${key}: expected a route like ${pattern}, got ${route ?? 'none'}`);
    }
    const verdict = entryFor(expected.verdicts, key);
    if (verdict !== undefined) problems.push(...verdictDifferences(key, verdict, state));
  }
  if (expected.network !== undefined && !isCalled(state.network, expected.network)) {
    problems.push(
      `expected the network to be called ${expected.network ?? 'well'}, got ${state.network ?? 'well'}`,
    );
  }
  const needsProxy = Object.values(expected.routes).some((pattern) => pattern !== null);
  if (needsProxy && state.proxy === null) problems.push('expected "ready" with a proxy, got none');
  return problems;
}

/** Whether a cause fits an expected one (a regular expression on its whole text), or there is none where none must be. */
function isCalled(cause: string | null, expected: string | null): boolean {
  if (cause === null || expected === null) return cause === expected;
  return new RegExp(`^(${expected})$`).test(cause);
}

function verdictDifferences(key: string, expected: VerdictExpectation, { verdicts }: State): string[] {
  const verdict = verdicts.get(key) ?? { state: 'none', causes: [] };
  const { causes } = verdict;
  const seen = `got ${verdict.state} (${causes.join(', ') || 'no cause'})`;
  const problems: string[] = [];
  if (expected.state && !expected.state.includes(verdict.state)) {
    problems.push(`${key}: expected the verdict ${expected.state.join(' or ')}, ${seen}`);
  }
  if (expected.first !== undefined && causes[0] !== expected.first) {
    problems.push(`${key}: expected ${expected.first} as first cause, ${seen}`);
  }
  const missing = (expected.causes ?? []).filter((cause) => !causes.includes(cause));
  if (missing.length > 0) problems.push(`${key}: expected the cause ${missing.join(', ')}, ${seen}`);
  return problems;
}

/** What is open and was called blocked in the end: purposes that must come to no such verdict, and the network. */
export function falseAlarms(
  expected: Expectation,
  { verdicts, network }: State,
  keys: readonly string[],
): string[] {
  const blamed = keys.filter((key) => {
    const states = entryFor(expected.verdicts, key)?.state ?? [];
    return states.length > 0 && !states.includes('blocked') && verdicts.get(key)?.state === 'blocked';
  });
  return expected.network === null && network !== null ? [...blamed, 'the network'] : blamed;
}

/** What was said at any moment although it must never be. */
export function breaches({ never }: Expectation, lines: readonly Line[]): string[] {
  return lines.flatMap(({ event, at }) => {
    if (event?.event !== 'verdict' && event?.event !== 'route') return [];
    const key = `${event.messenger} ${event.purpose}`;
    const forbidden = entryFor(never, key);
    if (event.event === 'verdict') {
      return forbidden?.state === event.state
        ? [`${key}: was called ${event.state} after ${at.toFixed(2)} s, which must never be`]
        : [];
    }
    return forbidden?.route !== undefined && new RegExp(forbidden.route).test(event.transport)
      ? [`${key}: was given the route ${event.transport} after ${at.toFixed(2)} s, which must never be`]
      : [];
  });
}

/** Failures that should have been named in some event and were not. */
export function unnamed({ named }: Expectation, lines: readonly Line[]): string[] {
  return named.filter((name) => !lines.some(({ text }) => text.includes(name)));
}

/** When all that is expected had been said, for good: seconds after the start; null when it never was. */
export function satisfiedAt(
  expected: Expectation,
  lines: readonly Line[],
  keys: readonly string[],
): number | null {
  let since: number | null = null;
  lines.forEach(({ at }, index) => {
    const isSatisfied = differences(expected, stateAfter(lines.slice(0, index + 1)), keys).length === 0;
    since = isSatisfied ? (since ?? at) : null;
  });
  return since;
}

/** When all routes that are expected had been proven and the proxy was open; verdicts may come later. */
export function provenAt(
  expected: Expectation,
  lines: readonly Line[],
  keys: readonly string[],
): number | null {
  return satisfiedAt({ ...expected, verdicts: {}, network: undefined }, lines, keys);
}
