import type { SavedList } from '../../store/vault.ts';

/** A list is asked for at most this often while it is of use. Milliseconds. */
const EVERY_MS = 12 * 3_600_000;
/** While nothing of it works, or it did not answer: this long at first, then twice as long, and so on. Milliseconds. */
const FIRST_RETRY_MS = 30 * 60_000;
/** So much longer at most, that nobody sees a clock in it. */
const JITTER = 0.25;

/**
 * When a list is to be asked for again, in milliseconds since 1970. `areDown`: all of its servers were found not to work;
 * `uniform`: from 0 to 1.
 */
export function dueAt({ askedAt, futile }: SavedList, areDown: boolean, uniform: number): number {
  const isTrouble = areDown || futile > 0;
  const wait = isTrouble ? Math.min(FIRST_RETRY_MS * 2 ** Math.min(futile, 16), EVERY_MS) : EVERY_MS;
  return askedAt + wait * (1 + JITTER * uniform);
}

/** A clock that was set back must not keep a list from ever being asked for again. */
export function isDue(list: SavedList, areDown: boolean, uniform: number, now: number): boolean {
  return now >= dueAt(list, areDown, uniform) || now < list.askedAt - EVERY_MS;
}
