import type { Way } from '../../contract.ts';
import { chosenMessengers } from '../chosen.ts';
import type { House } from '../open.ts';
import { clip } from './clip.ts';
import { type HostModel, initialModel } from './model.ts';
import { settingsView } from './settings-view.ts';

/** The ways as screens see them. */
export function waysOf({ servers }: House): readonly Omit<Way, 'last'>[] {
  return servers.list().map(({ id, name, label, hasPassword, addedAt }) => ({
    ...{ id, label: clip(label), hasPassword },
    name: name ?? null,
    addedAt: Math.max(0, addedAt),
  }));
}

/** The messengers that are searched for, in the person's order. */
export function chosenIds({ resources, settings }: House): readonly string[] {
  const wished = settings.settings.messengers ?? [];
  const chosen = chosenMessengers(resources.messengers, wished).map(({ id }) => id);
  const inOrder = wished.filter((id) => chosen.includes(id));
  return [...new Set([...inOrder, ...chosen])];
}

/** What a host begins with. */
export function modelOf(house: House): HostModel {
  const messengers = house.resources.messengers.map(({ id, name, webApp, purposes }) => ({
    ...{ id, name, hasWebApp: webApp !== undefined },
    purposes: purposes.map(({ purpose }) => purpose),
  }));
  return initialModel(messengers, chosenIds(house), waysOf(house), settingsView(house.settings.settings));
}
