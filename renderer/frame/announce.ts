import type { KnownState, State } from '../../core/contract.ts';
import type { Translate } from '../i18n/translator.ts';

const isKnown = (state: State | null): state is KnownState => state !== null && 'messengers' in state;

function phaseNews(before: KnownState, after: KnownState, t: Translate): string[] {
  if (before.phase === after.phase) return [];
  if (after.phase === 'stopping') return [];
  return [t(`common.say-${after.phase}`)];
}

function messengerNews(before: KnownState, after: KnownState, t: Translate): string[] {
  return after.messengers.flatMap(({ id, name, chosen, condition, inUseSince }) => {
    const old = before.messengers.find((other) => other.id === id);
    if (!chosen) return [];
    const isNewlyUsed = inUseSince !== null && old?.inUseSince === null;
    if (isNewlyUsed) return [t('common.say-in-use', { name })];
    if (condition === old?.condition || condition === 'idle' || condition === 'searching') return [];
    return [t(`common.say-${condition}`, { name })];
  });
}

/** What changed, as a screen reader should say it; empty where nothing did that matters. */
export function announcement(before: State | null, after: State, t: Translate): string {
  if (!isKnown(before) || !isKnown(after)) return '';
  return [...phaseNews(before, after, t), ...messengerNews(before, after, t)].join(' ');
}
