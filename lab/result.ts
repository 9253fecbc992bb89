import type { State } from './events.ts';
import type { Job } from './lanes.ts';
import { isOpenNetwork } from './measuring.ts';
import type { Round } from './run-scenario.ts';

/** All rounds of a scenario, judged. */
export interface Result extends Pick<Job, 'scenario' | 'line' | 'same'> {
  readonly ok: boolean;
  /** Median over the rounds; null when a round never came to its end. */
  readonly seconds: number | null;
  readonly problems: readonly string[];
  readonly rounds: readonly Round[];
}

/** The middle one; the mean of the middle two; null for none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Fewer rounds give no median: the time is then printed, and judged by nobody. */
const LEAST_ROUNDS = 3;

/** A scenario passes when every round is free of problems and the median keeps the limit. */
export function judgeRounds({ scenario, line, same }: Job, rounds: readonly Round[]): Result {
  const times = rounds.map(({ seconds }) => seconds);
  const finished = times.filter((seconds) => seconds !== null);
  const seconds = finished.length === times.length ? median(finished) : null;
  const problems = rounds.flatMap((round, index) =>
    round.problems.map((problem) => (rounds.length > 1 ? `round ${index + 1}: ${problem}` : problem)),
  );
  if (seconds !== null && rounds.length >= LEAST_ROUNDS && seconds > scenario.limit) {
    problems.push(`took ${seconds.toFixed(2)} s, the limit is ${scenario.limit} s`);
  }
  return { scenario, line, same, rounds, problems, seconds, ok: problems.length === 0 && seconds !== null };
}

/** What the last round found, short: the network's cause, else first causes, most frequent first. */
export function summariseVerdict({ rounds }: Result): string {
  const state = rounds.at(-1)?.state;
  if (state === undefined) return '';
  if (state.network !== null) return state.network;
  const said = [...state.verdicts.values()].map(({ causes, state }) => causes[0] ?? state);
  return frequent(said.filter((word) => word !== 'reachable' && word !== 'answers')) || frequent(said);
}

/** The last round's routes, most frequent first. */
export function summariseRoute({ rounds }: Result): string {
  const routes: State['routes'] = rounds.at(-1)?.state.routes ?? new Map();
  return frequent([...routes.values()].map(({ transport }) => transport)) || 'none';
}

function frequent(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word]) => word)
    .join(', ');
}

/** One line of `--json`. */
export function jsonLine(result: Result): string {
  const { scenario, line, same, ok, seconds, problems, rounds } = result;
  const state = rounds.at(-1)?.state;
  return JSON.stringify({
    scenario: scenario.name,
    line,
    same,
    isOpen: isOpenNetwork(scenario.expect),
    ok,
    verdict: summariseVerdict(result),
    route: summariseRoute(result),
    seconds: rounded(seconds),
    limit: scenario.limit,
    problems,
    verdicts: Object.fromEntries(state?.verdicts ?? []),
    routes: Object.fromEntries(state?.routes ?? []),
    rounds: rounds.map(({ seconds }) => rounded(seconds)),
    /** Rounds in which something open was called blocked, and those in which nothing went wrong. */
    alarms: rounds.filter(({ alarms }) => alarms.length > 0).length,
    whole: rounds.filter((round) => round.problems.length === 0).length,
    /** When the last verdict was there too. */
    complete: rounds.map(({ complete }) => rounded(complete)),
  });
}

const rounded = (seconds: number | null): number | null =>
  seconds === null ? null : Number(seconds.toFixed(3));
