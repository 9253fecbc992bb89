import type { MessengerState, State } from '../core/contract.ts';
import { type Fortune, fortuneOf } from './fortune.ts';

const KINDS = ['found', 'back', 'lost'] as const;

/** What happened to messengers the person uses, by name. */
export interface Notice {
  readonly kind: (typeof KINDS)[number];
  readonly names: readonly string[];
}

/** What a change is called, from one fortune (`new` where none was known) to another; others are no news. */
const NEWS: Readonly<Record<Fortune, Partial<Record<Fortune | 'new', Notice['kind']>>>> = {
  found: { new: 'found', none: 'found', open: 'found' },
  works: { new: 'back', none: 'back', found: 'back' },
  open: { none: 'back' },
  none: { works: 'lost', open: 'lost', found: 'lost' },
};

const hasSettled = ({ condition }: MessengerState) =>
  condition === 'works' || condition === 'partly' || condition === 'blocked';

/**
 * Follows the state and tells what is worth a notification: a chosen messenger that has a way, is used again, or has no way
 * any more. What the person switched off, and what has not settled, is no news.
 */
export function createNoticeWatch(): (state: State) => readonly Notice[] {
  const fortunes = new Map<string, Fortune>();
  return (state) => {
    if (state.phase === 'off' || state.phase === 'stopping' || state.phase === 'failed') fortunes.clear();
    if (state.phase !== 'searching' && state.phase !== 'on') return [];
    const names: Record<Notice['kind'], string[]> = { found: [], back: [], lost: [] };
    const isOut = state.network?.outage?.isConfirmed ?? false;
    for (const messenger of state.messengers.filter(({ chosen }) => chosen)) {
      // Everybody sees that the internet is gone; that it is back is news.
      if (isOut && messenger.condition === 'waiting') fortunes.set(messenger.id, 'none');
      const fortune = fortuneOf(messenger);
      const before = fortunes.get(messenger.id);
      // Who took the last step once has taken it: an engine that was started again has only forgotten it.
      if (!hasSettled(messenger) || (before === 'works' && fortune === 'found')) continue;
      fortunes.set(messenger.id, fortune);
      const kind = NEWS[fortune][before ?? 'new'];
      if (kind !== undefined) names[kind].push(messenger.name);
    }
    return KINDS.flatMap((kind) => (names[kind].length > 0 ? [{ kind, names: names[kind] }] : []));
  };
}

const QUIET_MS = 60_000;
const MOST_PER_HOUR = 12;
const HOUR_MS = 3_600_000;

/** At most one notification of a kind about the same messengers a minute, and twelve an hour. */
export function createNoticeLimit(now: () => number): (notice: Notice) => boolean {
  const lastBySubject = new Map<string, number>();
  let recent: number[] = [];
  return ({ kind, names }) => {
    const time = now();
    recent = recent.filter((at) => time - at < HOUR_MS);
    for (const [subject, at] of lastBySubject) if (time - at >= QUIET_MS) lastBySubject.delete(subject);
    const subject = `${kind}:${names.join()}`;
    if (recent.length >= MOST_PER_HOUR || lastBySubject.has(subject)) return false;
    recent.push(time);
    lastBySubject.set(subject, time);
    return true;
  };
}
