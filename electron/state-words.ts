import type { KnownState, State } from '../core/contract.ts';
import { type Fortune, fortuneOf } from './fortune.ts';
import type { ShellKey, Words } from './words.ts';

/** Names of the chosen messengers that can be used, that have a way which is not taken yet, and that have none. */
function namesByFortune(state: Pick<KnownState, 'messengers'>) {
  const chosen = state.messengers
    .filter((messenger) => messenger.chosen)
    .map((messenger) => ({ name: messenger.name, fortune: fortuneOf(messenger) }));
  const namesOf = (...fortunes: Fortune[]) =>
    chosen.filter(({ fortune }) => fortunes.includes(fortune)).map(({ name }) => name);
  return { working: namesOf('works', 'open'), found: namesOf('found'), missing: namesOf('none') };
}

function whileOn(state: KnownState, { say, list }: Words): string {
  const { working, found, missing } = namesByFortune(state);
  if (working.length + found.length === 0) return say('stateOnNone');
  const told: readonly (readonly [ShellKey, readonly string[]])[] = [
    ['stateWorks', working],
    ['stateFound', found],
    ['stateNoWay', missing],
  ];
  return told
    .filter(([, names]) => names.length > 0)
    .map(([key, names]) => say(key, { names: list(names), count: names.length }))
    .join(' · ');
}

/** The state in a few words, for the tray. */
export function stateInWords(state: State, words: Words): string {
  switch (state.phase) {
    case 'starting':
      return words.say('stateStarting');
    case 'off':
      return words.say('stateOff');
    case 'searching':
      return words.say('stateSearching');
    case 'stopping':
      return words.say('stateStopping');
    case 'lost':
      return words.say('stateLost');
    case 'failed':
      return words.say('stateFailed');
    case 'on':
      return whileOn(state, words);
  }
}
