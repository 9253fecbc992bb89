import { expect, test } from 'vitest';
import type { KnownState } from '../../../core/contract.ts';
import { known, messenger, off, on } from '../../gallery/fixtures.ts';
import { BLOCKED, OPEN, PARTLY, WAITING, WORKING } from '../../gallery/messengers.ts';
import { situationOf } from './situation.ts';

const searching = (found: number, wanted: number): KnownState => ({
  phase: 'searching',
  startedAt: 0,
  found,
  wanted,
  doing: [],
  ...known(),
});

const inUse = WORKING.map((one) => ({ ...one, inUseSince: 1 }));

test('the bridge is whole only when every chosen messenger has every way', () => {
  expect(situationOf(on({ messengers: [...WORKING] }))).toMatchObject({ stage: 'works', part: 1 });
  expect(situationOf(on({ messengers: [...PARTLY] }))).toMatchObject({ words: 'partly', works: 2, all: 3 });
  expect(situationOf(on({ messengers: [...BLOCKED] }))).toMatchObject({ words: 'blocked', stage: 'blocked' });
});

test('a way that nobody takes yet leaves a step, told by the messengers it is left for', () => {
  expect(situationOf(on({ messengers: [...WORKING] }))).toMatchObject({ words: 'works', left: ['Telegram'] });
  expect(situationOf(on({ messengers: inUse }))).toMatchObject({ words: 'in-use', stage: 'works', left: [] });
});

test('where nothing is blocked, no step is left and nobody is called connected', () => {
  expect(situationOf(on({ messengers: [...OPEN] }))).toMatchObject({
    words: 'open',
    stage: 'works',
    left: [],
  });
});

test('messengers the person does not use count for nothing', () => {
  const others = [messenger('whatsapp', 'works', []), messenger('discord', 'blocked', [], { chosen: false })];
  expect(situationOf(on({ messengers: others }))).toMatchObject({ words: 'works', all: 1 });
});

test('a network that is the matter itself comes first, as long as nothing works', () => {
  const network = { cause: 'shutdown' as const };
  expect(situationOf(on({ messengers: [...WAITING], network })).words).toBe('network');
  expect(situationOf(off({ network })).words).toBe('network');
  expect(situationOf(on({ messengers: [...PARTLY], network })).words).toBe('partly');
});

test('a network where secure connections are opened does not stop the search for a way', () => {
  const network = { cause: 'intercepted' as const };
  expect(situationOf(on({ messengers: [...BLOCKED], network })).words).toBe('blocked');
});

test('planks are laid as ways are found', () => {
  expect(situationOf(searching(0, 7)).part).toBe(0);
  expect(situationOf(searching(5, 7)).part).toBeCloseTo(5 / 7);
  expect(situationOf(searching(0, 0)).part).toBe(0);
});

test('nothing is claimed while the engine is lost or ends', () => {
  const lost: KnownState = { phase: 'lost', attempt: 1, ...known({ messengers: [...WORKING] }) };
  const stopping: KnownState = { phase: 'stopping', ...known({ messengers: [...WORKING] }) };
  expect(situationOf(lost)).toMatchObject({ words: 'lost', stage: 'off' });
  expect(situationOf(stopping)).toMatchObject({ words: 'stopping', stage: 'off' });
});
