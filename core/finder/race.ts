import type { Clock, Random } from '../model/time.ts';
import { linkedController, onAbort } from '../net/abort.ts';

export interface RunContext {
  readonly signal: AbortSignal;
  /** Tells that something just succeeded: a runner that makes progress is not raced yet. */
  readonly progress: (roundTripMs?: number) => void;
}

export type RunResult<R> = { readonly won: true; readonly value: R } | { readonly won: false };

export interface RaceOptions<C, R> {
  /** The next candidate in the light of all that is known by now; undefined when there is none (for now). */
  readonly next: () => C | undefined;
  /** Runs one candidate; must end soon after its signal aborts. Rejections count as losses. */
  readonly run: (candidate: C, context: RunContext) => Promise<RunResult<R>>;
  /** This candidate is preferred: while it makes progress, another's win waits for it. */
  readonly isFavourite: (candidate: C) => boolean;
  /**
   * A favourite that had gone quiet won after all, within `favouriteMs` of the win that was reported: it replaces that
   * one. Called at most once, after the race has resolved; never once the signal is aborted.
   */
  readonly onLateFavourite?: (value: R) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly limits?: Partial<RaceLimits>;
}

export interface RaceLimits {
  /** A runner that shows nothing for max(this, 4 round trips) no longer holds the next one back. Milliseconds. */
  readonly patienceMs: number;
  /** How long another's win may wait for a favourite that makes progress, or be replaced by a quiet one. Milliseconds. */
  readonly favouriteMs: number;
  /** Candidates under way at the same time. */
  readonly atOnce: number;
  /** How long a beaten favourite may go on, so that it is known what became of it. Milliseconds. */
  readonly lingerMs: number;
}

const DEFAULTS: RaceLimits = { patienceMs: 250, favouriteMs: 3000, atOnce: 8, lingerMs: 5000 };
const JITTER = 0.2;

interface Runner<C> {
  readonly candidate: C;
  readonly controller: AbortController;
  /** Aborted once it has ended by itself. */
  readonly ended: AbortController;
  patienceMs: number;
  quietSince: number;
}

/**
 * A staggered race: the next candidate starts when all earlier ones have failed or gone quiet; the first proof wins
 * and the rest are cancelled (a favourite a little later). Resolves to null when every candidate has lost. Rejects with the signal's reason.
 */
export async function race<C, R>(options: RaceOptions<C, R>): Promise<R | null> {
  const { next, run, isFavourite, clock, random, signal } = options;
  const limits = { ...DEFAULTS, ...options.limits };
  const runners = new Set<Runner<C>>();
  let winner: { value: R; at: number } | null = null;
  let isOver = false;
  let wake = () => {};

  const start = (candidate: C) => {
    const jitter = 1 + JITTER * random.uniform();
    const { controller, unlink } = linkedController(signal);
    const runner: Runner<C> = {
      candidate,
      controller,
      ended: new AbortController(),
      patienceMs: limits.patienceMs * jitter,
      quietSince: clock.monotonic(),
    };
    const progress = (roundTripMs?: number) => {
      if (!isLively(runner)) wake();
      runner.quietSince = clock.monotonic();
      if (roundTripMs !== undefined)
        runner.patienceMs = Math.max(limits.patienceMs, 4 * roundTripMs) * jitter;
    };
    runners.add(runner);
    run(candidate, { signal: controller.signal, progress })
      .then(
        (result) => {
          if (!result.won || controller.signal.aborted) return;
          if (winner !== null && !isFavourite(candidate)) return;
          if (isOver) reportLate(result.value);
          else winner = { value: result.value, at: clock.monotonic() };
        },
        // Rejections count as losses.
        () => {},
      )
      .finally(() => {
        unlink();
        runner.ended.abort();
        runners.delete(runner);
        wake();
      });
  };

  const isLively = (runner: Runner<C>) => clock.monotonic() - runner.quietSince < runner.patienceMs;
  const untilQuiet = (list: readonly Runner<C>[]) =>
    Math.min(...list.map((runner) => runner.quietSince + runner.patienceMs - clock.monotonic()));

  try {
    for (;;) {
      signal.throwIfAborted();
      const lively = [...runners].filter(isLively);
      let waitMs = lively.length > 0 ? untilQuiet(lively) : Number.POSITIVE_INFINITY;
      if (winner !== null) {
        const settled: { value: R; at: number } = winner;
        const favourites = lively.filter(({ candidate }) => isFavourite(candidate));
        const left = settled.at + limits.favouriteMs - clock.monotonic();
        if (favourites.length === 0 || left <= 0) return settled.value;
        waitMs = Math.min(left, untilQuiet(favourites));
      } else if (lively.length === 0 && runners.size < limits.atOnce) {
        const candidate = next();
        if (candidate !== undefined) {
          start(candidate);
          continue;
        }
        if (runners.size === 0) return null;
      }
      await pause(waitMs);
    }
  } finally {
    isOver = true;
    for (const runner of runners) {
      if (isFavourite(runner.candidate) && !signal.aborted) linger(runner);
      else runner.controller.abort();
    }
  }

  function reportLate(value: R): void {
    if (winner === null || clock.monotonic() - winner.at > limits.favouriteMs) return;
    winner = null;
    options.onLateFavourite?.(value);
  }

  function linger({ controller, ended }: Runner<C>): void {
    clock.sleep(limits.lingerMs, ended.signal).then(
      () => controller.abort(),
      // It ended before its time was over: nothing is left to abort.
      () => undefined,
    );
  }

  /** Until a runner ends, the time is over, or the race is called off. */
  async function pause(ms: number): Promise<void> {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const unlisten = onAbort(signal, () => wake());
    // The sleep rejects only when this pause is over, and then nobody waits for it.
    const timer = Number.isFinite(ms) ? clock.sleep(Math.max(1, ms), over.signal).catch(() => {}) : woken;
    await Promise.race([woken, timer]);
    unlisten();
    over.abort();
  }
}
