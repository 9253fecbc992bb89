import { SHARE_OFF } from '../contract/share.ts';
import type { KnownState, State } from '../contract/state.ts';

/** What is still true of a state once its engine has ended: nothing is carried, tried or in use any more. */
export function lostState(known: KnownState, attempt: number): State {
  const { network, lists, keyPlace, troubles, settings } = known;
  const uplink = { ...known.uplink, isAnother: false };
  // The guardian puts back what was set.
  const computer = { ...known.computer, isSet: false };
  const messengers = known.messengers.map((messenger) => ({
    ...messenger,
    condition: 'idle' as const,
    inUseSince: null,
    purposes: messenger.purposes.map((purpose) => ({ ...purpose, trying: null, route: null })),
  }));
  const ways = known.ways.map((way) => (way.last?.outcome === 'running' ? { ...way, last: null } : way));
  const rest = { network, uplink, ways, lists, troubles, settings, computer, keyPlace, share: SHARE_OFF };
  return { phase: 'lost', attempt, messengers, ...rest };
}
