import { setTimeout } from 'node:timers/promises';
import { type Place, VISITS } from './visits.ts';

const MOST_PAUSE_MS = 200;
/** No visit takes longer by itself. */
const DEADLINE_MS = 60_000;

/** What the clients have done so far. */
export interface Crowd {
  /** Visits per kind that went as they should. */
  readonly done: ReadonlyMap<string, number>;
  /** What went wrong, in words, and how often. */
  readonly failed: ReadonlyMap<string, number>;
  /** Lets those who are there finish; resolves when all have left. */
  leave(): Promise<void>;
}

/** Lets clients of all kinds come and go until they are told to leave. */
export function startCrowd(place: Omit<Place, 'signal'>): Crowd {
  const [done, failed] = [new Map<string, number>(), new Map<string, number>()];
  const count = (in_: Map<string, number>, what: string): void =>
    void in_.set(what, (in_.get(what) ?? 0) + 1);
  let isOver = false;

  async function comeAndGo({ name, visit }: (typeof VISITS)[number]): Promise<void> {
    while (!isOver) {
      const deadline = new AbortController();
      const timer = global.setTimeout(() => deadline.abort(), DEADLINE_MS);
      try {
        await visit({ ...place, signal: deadline.signal });
        count(done, name);
      } catch (error) {
        const why = deadline.signal.aborted ? 'never came to an end' : String(error);
        count(failed, `${name}: ${why}`);
      }
      clearTimeout(timer);
      await setTimeout(Math.random() * MOST_PAUSE_MS);
    }
  }

  const all = VISITS.flatMap((kind) => Array.from({ length: kind.clients }, () => comeAndGo(kind)));
  return {
    done,
    failed,
    async leave() {
      isOver = true;
      await Promise.all(all);
    },
  };
}
