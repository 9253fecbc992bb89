import type { StreamItem } from '../../../core/contract.ts';
import type { Numbered } from './last-items.ts';

export type MeasuredStep = Numbered<StreamItem<'steps'>>;

/** A step on the axis of its burst. */
export interface Bar {
  readonly step: MeasuredStep;
  /** Milliseconds after the burst's beginning. */
  readonly start: number;
}

/** What one messenger's purpose saw on one transport. */
export interface Lane {
  readonly key: string;
  readonly messenger: string;
  readonly purpose: StreamItem<'steps'>['purpose'];
  readonly transport: string;
  readonly bars: readonly Bar[];
  /** Names of failures, each once, as they came. */
  readonly failures: readonly string[];
  /** From the first step's beginning to the last one's end. */
  readonly milliseconds: number;
}

/** Steps that belong together in time: a search, or a look whether a way still works. */
export interface Burst {
  /** Its place, counted from the oldest: it stays while steps come. */
  readonly key: number;
  /** When it began, milliseconds since 1970. */
  readonly from: number;
  readonly milliseconds: number;
  readonly steps: number;
  /** In the order in which they began. */
  readonly lanes: readonly Lane[];
}

export interface StepFilter {
  /** null for all. */
  readonly messenger: string | null;
  readonly failedOnly: boolean;
}

/** Silence of this length ends a burst: more than a search waits between two tries. Milliseconds. */
const SILENCE = 15_000;

/** A step is told of when it ends. */
const startOf = (step: MeasuredStep): number => step.at - step.milliseconds;

/** Steps put into bursts, the newest first, and within them into lanes. */
export function timeline(steps: readonly MeasuredStep[], filter: StepFilter): readonly Burst[] {
  const wanted = steps
    .filter((step) => filter.messenger === null || step.messenger === filter.messenger)
    .filter((step) => !filter.failedOnly || step.failure !== null)
    .toSorted((a, b) => startOf(a) - startOf(b) || a.number - b.number);
  const bursts: MeasuredStep[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const step of wanted) {
    if (startOf(step) - end > SILENCE) bursts.push([]);
    bursts.at(-1)?.push(step);
    end = Math.max(end, step.at);
  }
  return bursts.map(toBurst).reverse();
}

function toBurst(steps: readonly MeasuredStep[], key: number): Burst {
  const from = Math.min(...steps.map(startOf));
  const lanes = new Map<string, MeasuredStep[]>();
  for (const step of steps) {
    const key = [step.messenger, step.purpose, step.transport].join('\n');
    const lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, [step]);
    else lane.push(step);
  }
  return {
    key,
    from,
    milliseconds: Math.max(...steps.map(({ at }) => at)) - from,
    steps: steps.length,
    lanes: [...lanes].flatMap(([name, own]) => toLane(name, own, from)),
  };
}

function toLane(key: string, steps: readonly MeasuredStep[], from: number): readonly Lane[] {
  const [first] = steps;
  if (first === undefined) return [];
  const { messenger, purpose, transport } = first;
  const bars = steps.map((step) => ({ step, start: startOf(step) - from }));
  const failures = new Set(steps.flatMap(({ failure }) => (failure === null ? [] : [failure])));
  const milliseconds = Math.max(...steps.map(({ at }) => at)) - startOf(first);
  return [{ key, messenger, purpose, transport, bars, failures: [...failures], milliseconds }];
}
