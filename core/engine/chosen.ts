import type { Messenger } from '../model/messenger.ts';

/**
 * The messengers to search for, in the order of the data: those of `chosen` that we know, or the suggested ones where
 * that leaves none.
 */
export function chosenMessengers(
  known: readonly Messenger[],
  chosen: readonly string[] | undefined,
): readonly Messenger[] {
  const found = known.filter(({ id }) => chosen?.includes(id));
  return found.length > 0 ? found : known.filter(({ suggested }) => suggested !== undefined);
}
