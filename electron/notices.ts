import type { KnownState, State } from '../core/contract.ts';

/** What happened to messengers the person uses, by name. */
export interface Notice {
  readonly kind: 'back' | 'lost';
  readonly names: readonly string[];
}

type Fortune = 'works' | 'blocked';

function fortuneOf({ condition }: KnownState['messengers'][number]): Fortune | null {
  if (condition === 'works' || condition === 'partly') return 'works';
  return condition === 'blocked' ? 'blocked' : null;
}

/**
 * Follows the state and tells what is worth a notification: a chosen messenger that has a way again, or has none any
 * more. What the person switched off, and what has not settled, is no news.
 */
export function createNoticeWatch(): (state: State) => readonly Notice[] {
  const fortunes = new Map<string, Fortune>();
  return (state) => {
    if (state.phase === 'off' || state.phase === 'stopping' || state.phase === 'failed') fortunes.clear();
    if (state.phase !== 'searching' && state.phase !== 'on') return [];
    const names: Record<'back' | 'lost', string[]> = { back: [], lost: [] };
    for (const messenger of state.messengers.filter(({ chosen }) => chosen)) {
      const fortune = fortuneOf(messenger);
      const before = fortunes.get(messenger.id);
      if (fortune === null || fortune === before) continue;
      fortunes.set(messenger.id, fortune);
      if (fortune === 'works') names.back.push(messenger.name);
      else if (before === 'works') names.lost.push(messenger.name);
    }
    return (['back', 'lost'] as const).flatMap((kind) =>
      names[kind].length > 0 ? [{ kind, names: names[kind] }] : [],
    );
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
