import type { Clock, Random } from '../../model/time.ts';
import { linkedController } from '../../net/abort.ts';

/** Questions under way at one time: as OONI Probe asks, and few enough for a slow line. */
export const AT_ONCE = 8;
/** Each question waits up to so many milliseconds first: no burst of look-alike packets. */
const JITTER_MS = 200;

/** A question: it ends by itself, and rejects only when it is aborted. */
export type Question = (signal: AbortSignal) => Promise<void>;

export interface GentleOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Milliseconds for all of them: what was not asked by then is not asked, and what is under way is broken off. */
  readonly limitMs: number;
  /** Told whenever one has ended. */
  readonly onDone: () => void;
}

/** Asks all questions in a random order, a few at one time. Resolves to whether all were asked; rejects only when aborted. */
export async function runGently(
  questions: readonly Question[],
  { clock, random, signal, limitMs, onDone }: GentleOptions,
): Promise<boolean> {
  signal.throwIfAborted();
  const { controller, unlink } = linkedController(signal);
  const callOff = clock.after(Math.max(0, limitMs), () => controller.abort(new Error('time is up')));
  const waiting = shuffled(questions, random);
  const work = async (): Promise<void> => {
    for (;;) {
      const ask = waiting.pop();
      if (ask === undefined || controller.signal.aborted) return;
      try {
        await clock.sleep(random.uniform() * JITTER_MS, controller.signal);
        await ask(controller.signal);
      } catch (error) {
        if (!controller.signal.aborted) throw error;
        return;
      }
      onDone();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, questions.length) }, work));
    signal.throwIfAborted();
    return !controller.signal.aborted;
  } finally {
    callOff();
    controller.abort();
    unlink();
  }
}

/** Fisher and Yates's way: order tells a censor's log nothing, and no host is always asked first. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(Math.floor(random.uniform() * left.length), 1));
  return taken;
}
