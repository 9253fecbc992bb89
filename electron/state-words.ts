import type { KnownState, State } from '../core/contract.ts';
import type { Words } from './words.ts';

/** Names of the chosen messengers that have a way for something, and of those that have none. */
export function namesByFortune(state: Pick<KnownState, 'messengers'>) {
  const chosen = state.messengers.filter(({ chosen }) => chosen);
  const fares = ({ condition }: (typeof chosen)[number]) => condition === 'works' || condition === 'partly';
  return {
    working: chosen.filter(fares).map(({ name }) => name),
    missing: chosen.filter((messenger) => !fares(messenger)).map(({ name }) => name),
  };
}

/** The state in one short sentence, for the tray. */
export function stateInWords(state: State, { say, list }: Words): string {
  switch (state.phase) {
    case 'starting':
      return say('stateStarting');
    case 'off':
      return say('stateOff');
    case 'searching':
      return say('stateSearching');
    case 'stopping':
      return say('stateStopping');
    case 'lost':
      return say('stateLost');
    case 'failed':
      return say('stateFailed');
    case 'on': {
      const { working, missing } = namesByFortune(state);
      if (working.length === 0) return say('stateOnNone');
      const values = { names: list(working), count: working.length };
      return missing.length === 0
        ? say('stateOnAll', values)
        : say('stateOnSome', { ...values, missing: list(missing) });
    }
  }
}
