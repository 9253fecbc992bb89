import { expect, test } from 'vitest';
import type { EngineEvent } from '../contract.ts';
import type { Rival } from '../model/rivals.ts';
import { createRivalWatch } from './rivals.ts';

const { signal } = new AbortController();
const rival: Rival = {
  ...{ name: 'zapret', kind: 'reshapes', processes: ['winws'], services: [] },
  source: 'https://example.org',
};

test('other programs are told of when they come and when they are gone, without what gave them away', async () => {
  let running: readonly Rival[] = [];
  const told: EngineEvent[] = [];
  const look = createRivalWatch({ readRivals: async () => running, emit: (event) => told.push(event) });
  await look(signal);
  expect(told).toEqual([]);
  running = [rival];
  await look(signal);
  await look(signal);
  running = [];
  await look(signal);
  expect(told).toEqual([
    { event: 'rivals', found: [{ name: 'zapret', kind: 'reshapes' }] },
    { event: 'rivals', found: [] },
  ]);
});
