import { type KnownState, SHARE_OFF, type State } from '../../core/contract.ts';

/**
 * What screens may still show while nothing can be heard of the engine. It may well be at work: but what was not seen is
 * not claimed.
 */
export function unreachableState(known: KnownState, attempt: number): State {
  const { network, ways, lists, keyPlace, troubles, settings } = known;
  const uplink = { ...known.uplink, isAnother: false };
  const computer = { ...known.computer, isSet: false };
  const messengers = known.messengers.map((messenger) => ({
    ...messenger,
    condition: 'idle' as const,
    inUseSince: null,
    purposes: messenger.purposes.map((purpose) => ({ ...purpose, trying: null, route: null })),
  }));
  const rest = { network, uplink, ways, lists, troubles, settings, computer, keyPlace, share: SHARE_OFF };
  return { phase: 'lost', attempt, messengers, ...rest };
}
