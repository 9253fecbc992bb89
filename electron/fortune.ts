import { isOpen, type MessengerState } from '../core/contract.ts';

/** How far a messenger is: in use, not blocked at all, with a way that is not taken yet, without one. */
export type Fortune = 'works' | 'open' | 'found' | 'none';

/**
 * How far a messenger is. That it works is said once its own traffic was seen (docs/decisions/007), or where nothing blocks
 * it; before that a way is found, and the last step is still to be taken.
 */
export function fortuneOf(messenger: MessengerState): Fortune {
  const { condition, inUseSince } = messenger;
  if (condition !== 'works' && condition !== 'partly') return 'none';
  if (inUseSince !== null) return 'works';
  return isOpen(messenger) ? 'open' : 'found';
}
