import { guessCountry } from '../../measure/guess-country.ts';
import { chosenMessengers } from '../chosen.ts';
import type { House } from '../open.ts';

/** Hosts by what they are asked for. */
export interface Contacts {
  readonly messengers: readonly string[];
  readonly controls: readonly string[];
  readonly resolvers: readonly string[];
}

/** Everybody who may be asked when the plain way is measured; not all of them are. */
export function contactsOf(
  { resources, settings }: Pick<House, 'resources' | 'settings'>,
  timeZone: string,
): Contacts {
  const { messengers, controls, operators } = resources;
  const chosen = chosenMessengers(messengers, settings.settings.messengers);
  const country = guessCountry(timeZone, controls);
  const domestic = country === undefined ? [] : (controls.domestic[country]?.controls ?? []);
  const hosts = (list: readonly { readonly host: string }[]) => [...new Set(list.map(({ host }) => host))];
  return {
    messengers: hosts(chosen.flatMap(({ purposes }) => purposes.flatMap(({ samples }) => samples.flat()))),
    controls: hosts([controls.foreign, domestic, controls.portals, controls.neutral, controls.bulk].flat()),
    resolvers: [...new Set(['this computer’s own', ...operators.map(({ name }) => name)])],
  };
}
