import type { KnownState, MessengerState } from '../../../core/contract.ts';
import { serverName } from '../../words/server-name.ts';

/** How the search goes that began when a server was accepted. */
export type Trial =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'trying';
      readonly found: number;
      readonly wanted: number;
      readonly step: TrialStep | null;
    }
  | { readonly kind: 'works'; readonly messengers: readonly MessengerState[] }
  | { readonly kind: 'failed' }
  /** Nothing is searched for any more, and nothing is open. */
  | { readonly kind: 'stopped' };

export interface TrialStep {
  readonly messenger: string;
  readonly server: string;
}

/** `hasBegun`: whether a search was seen since. */
export function judgeTrial(state: KnownState, hasBegun: boolean): Trial {
  const chosen = state.messengers.filter((messenger) => messenger.chosen);
  if (isSearching(state)) return trying(state, chosen);
  const back = chosen.filter(({ condition }) => condition === 'works' || condition === 'partly');
  if (state.phase === 'on' && back.length > 0 && (hasBegun || isCarriedByServer(back))) {
    return { kind: 'works', messengers: back };
  }
  if (!hasBegun || state.phase === 'stopping' || state.phase === 'lost') return { kind: 'starting' };
  return { kind: state.phase === 'on' || state.network !== null ? 'failed' : 'stopped' };
}

/** Whether anything is being searched for, at the start or while the local proxy is open. */
export function isSearching(state: KnownState): boolean {
  return (
    state.phase === 'searching' ||
    (state.phase === 'on' && state.messengers.some((one) => one.chosen && one.condition === 'searching'))
  );
}

function trying(state: KnownState, chosen: readonly MessengerState[]): Trial {
  const purposes = chosen.flatMap(({ name, purposes }) => purposes.map((purpose) => ({ name, ...purpose })));
  const underWay = purposes.find(({ trying }) => trying?.kind === 'server');
  const way = underWay?.trying?.text;
  return {
    kind: 'trying',
    found: state.phase === 'searching' ? state.found : purposes.filter(({ route }) => route !== null).length,
    wanted: state.phase === 'searching' ? state.wanted : purposes.length,
    step:
      underWay === undefined || way === undefined
        ? null
        : { messenger: underWay.name, server: serverName(way, state.ways) },
  };
}

function isCarriedByServer(messengers: readonly MessengerState[]): boolean {
  return messengers.some(({ purposes }) => purposes.some(({ route }) => route?.transport.kind === 'server'));
}
