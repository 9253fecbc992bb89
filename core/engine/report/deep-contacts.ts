import { hostSets } from '../../measure/deep/questions.ts';
import { guessCountry } from '../../measure/guess-country.ts';
import type { ContactGroup } from '../../model/contacts.ts';
import { closerLookPlan } from '../closer-look.ts';
import type { House } from '../open.ts';

/** Everybody whom a closer look asks, said before it does; not all of them need be asked. */
export function deepContactsOf(
  { resources }: Pick<House, 'resources'>,
  timeZone: string,
): readonly ContactGroup[] {
  const { data, messengers, controls } = closerLookPlan({ resources });
  const names = new Map([...messengers, ...data.others].map(({ id, name }) => [id, name]));
  const country = guessCountry(timeZone, resources.controls);
  const domestic = country === undefined ? [] : (resources.controls.domestic[country]?.controls ?? []);
  const { foreign, portals, neutral, bulk } = resources.controls;
  const beside = [foreign, domestic, portals, neutral, bulk].flat().map(({ host }) => host);
  const books = data.resolvers.map((id) => id.split(':')[1]);
  const operators = resources.operators.filter(({ id }) => books.includes(id)).map(({ name }) => name);
  const datagrams = (list: readonly { readonly host: string }[]) => unique(list.map(({ host }) => host));
  return [
    ...hostSets({ data, messengers }).map(({ id, endpoints }): ContactGroup => {
      const own = messengers.find((messenger) => messenger.id === id)?.purposes ?? [];
      const bulks = own.flatMap(({ samples }) => samples.flat()).filter(({ kind }) => kind === 'bulk');
      const hosts = unique([...endpoints, ...bulks].map(({ host }) => host));
      return { reason: 'servers', name: names.get(id) ?? id, hosts };
    }),
    { reason: 'address-books', name: null, hosts: unique(operators) },
    { reason: 'calls', name: null, hosts: datagrams(data.stun) },
    { reason: 'quic', name: null, hosts: datagrams(data.quic) },
    { reason: 'controls', name: null, hosts: unique([...beside, ...controls, ...data.certificates]) },
  ];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
