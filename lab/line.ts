import type { Scenario } from './scenario.ts';

/** What the line to the client is like beside the censor on it: half the round trip, and the share of packets that get lost. */
export const LINES = {
  /** As the scenario says: a round trip of 60 ms, nothing lost, where it says nothing. */
  usual: {},
  /** A round trip of 250 ms; 3 of 100 packets get lost, either way. */
  slow: { oneWayMs: 125, lossRate: 0.03 },
} as const satisfies Record<string, { readonly oneWayMs?: number; readonly lossRate?: number }>;

export type LineName = keyof typeof LINES;

export const LINE_NAMES: readonly LineName[] = ['usual', 'slow'];

/** The same scenario over another line. The loss is the world's end of the cable: a censor sees what it would see. */
export function overLine(scenario: Scenario, name: LineName, seed: number): Scenario {
  const line: { readonly oneWayMs?: number; readonly lossRate?: number } = LINES[name];
  const { rules, ...wire } = scenario.wire;
  const lost = line.lossRate === undefined ? [] : [{ kind: 'loss', id: 'line', rate: line.lossRate }];
  const others = Array.isArray(rules) ? rules : [];
  const { slow, expect } = scenario;
  return {
    ...scenario,
    ...(name === 'slow' &&
      slow && { expect: { ...expect, verdicts: { ...expect.verdicts, ...slow.verdicts } } }),
    wire: {
      ...wire,
      seed,
      ...(line.oneWayMs !== undefined && { oneWayMs: line.oneWayMs }),
      rules: [...others, ...lost],
    },
  };
}
