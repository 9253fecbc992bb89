import { expect, test } from 'vitest';
import type { Messenger } from '../model/messenger.ts';
import { chosenMessengers } from './chosen.ts';

const messenger = (id: string, suggested?: number): Messenger => ({
  ...{ id, name: id, cidrs: [], hints: {}, purposes: [], endpoints: [], sources: [] },
  ...(suggested === undefined ? {} : { suggested }),
});
const known = [messenger('a', 1), messenger('b'), messenger('c', 2), messenger('d')];
const ids = (chosen?: readonly string[]) => chosenMessengers(known, chosen).map(({ id }) => id);

test('who has chosen none gets the suggested ones', () => {
  expect(ids()).toEqual(['a', 'c']);
  expect(ids([])).toEqual(['a', 'c']);
});

test('who has chosen gets those alone, and what we do not know is passed over', () => {
  expect(ids(['d', 'icq', 'b'])).toEqual(['b', 'd']);
  expect(ids(['icq'])).toEqual(['a', 'c']);
});
