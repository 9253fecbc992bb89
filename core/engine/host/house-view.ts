import type { ComputerView, ListView, Way } from '../../contract.ts';
import { chosenMessengers } from '../chosen.ts';
import type { House } from '../open.ts';
import { clip } from './clip.ts';
import { type HostEvent, type HostModel, initialModel } from './model.ts';
import { settingsView } from './settings-view.ts';

/** The ways as screens see them. */
export function waysOf({ servers, keyChanges }: House): readonly Omit<Way, 'last'>[] {
  return servers.list().map(({ id, name, label, hasPassword, addedAt, list }) => {
    const change = keyChanges.of(id);
    return {
      ...{ id, label: clip(label), hasPassword },
      name: name ?? null,
      list: list ?? null,
      addedAt: Math.max(0, addedAt),
      ...(change && {
        keyChange: { known: change.known.fingerprint, shown: change.shown.fingerprint },
      }),
    };
  });
}

/** The lists that some of them came with: whose they are, and nothing else of their addresses. */
export function listsOf({ lists }: House): readonly ListView[] {
  return lists.list().map(({ id, host, addedAt, askedAt, isFresh }) => ({
    ...{ id, host: clip(host, 256), isFresh },
    addedAt: Math.max(0, addedAt),
    askedAt: Math.max(0, askedAt),
  }));
}

/** That ways or lists are others now. */
export function waysEvent(house: House): HostEvent {
  return { event: 'ways', ways: waysOf(house), lists: listsOf(house) };
}

/** The messengers that are searched for, in the person's order. */
export function chosenIds({ resources, settings }: House): readonly string[] {
  const wished = settings.settings.messengers ?? [];
  const chosen = chosenMessengers(resources.messengers, wished).map(({ id }) => id);
  const inOrder = wished.filter((id) => chosen.includes(id));
  return [...new Set([...inOrder, ...chosen])];
}

/** This computer's settings as screens see them before anybody looked. */
function computerOf(house: House): ComputerView {
  const proxy = house.settings.settings.systemProxy ?? 'off';
  return { proxy, isSet: false, available: false, problem: null, onlyThrough: onlyThroughOf(house) };
}

/** Messengers that never leave by the bare network. */
export function onlyThroughOf({ resources, settings }: House): string[] {
  const { onlyThrough } = settings.settings;
  return resources.messengers.map(({ id }) => id).filter((id) => onlyThrough.includes(id));
}

/** What a host begins with. */
export function modelOf(house: House): HostModel {
  const messengers = house.resources.messengers.map(({ id, name, colour, webApp, purposes }) => ({
    ...{ id, name, colour: colour ?? ('slate' as const), hasWebApp: webApp !== undefined },
    purposes: purposes.map(({ purpose }) => purpose),
  }));
  const settings = settingsView(house.settings.settings);
  return {
    ...initialModel(messengers, chosenIds(house), waysOf(house), settings, computerOf(house)),
    lists: listsOf(house),
    keyPlace: house.keyring.place(),
  };
}
