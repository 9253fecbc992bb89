import type { Clock, Random } from '../../model/time.ts';
import { isDue } from './due.ts';
import type { FetchList, ListBook } from './list-book.ts';

/** Once connected, messengers come first. Milliseconds. */
const FIRST_LOOK_MS = 60_000;
/** How often it is looked whether one is due. Milliseconds. */
const LOOK_MS = 300_000;

export interface RefresherParts {
  readonly book: Pick<ListBook, 'saved' | 'refresh'>;
  readonly fetch: FetchList;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether all servers of a list were found not to work here. */
  readonly areDown: (list: string) => boolean;
  /** Some servers are new or gone. */
  readonly onChange: () => void;
}

/** Asks for lists again when they are due, one after the other, for as long as it runs. Rejects when aborted. */
export async function refreshLists(
  { book, fetch, clock, random, areDown, onChange }: RefresherParts,
  signal: AbortSignal,
): Promise<never> {
  /** Drawn once for each time that a list is due: drawn at each look, the shortest wait would win. */
  const draws = new Map<string, number>();
  const drawOf = (id: string) => {
    const drawn = draws.get(id) ?? random.uniform();
    draws.set(id, drawn);
    return drawn;
  };
  for (let wait = FIRST_LOOK_MS; ; wait = LOOK_MS) {
    await clock.sleep(wait * (1 + random.uniform()), signal);
    for (const list of book.saved()) {
      const isDown = areDown(list.id);
      if (!isDue(list, isDown, drawOf(list.id), clock.now())) continue;
      const outcome = await book.refresh(list.id, fetch, isDown);
      signal.throwIfAborted();
      draws.delete(list.id);
      if (outcome?.kind === 'taken' && outcome.added + outcome.gone > 0) onChange();
    }
  }
}
