import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { turns } from '../../testing/event-loop.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createSpares } from './spares.ts';

const socket = () => new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });

test('are four in all, one at a time of each kind, and whoever takes one has it alone', async () => {
  const kept = new Set<{ close(): void }>();
  const spares = createSpares(createFakeClock(), kept);
  const opened: string[] = [];
  const fill = (key: string) =>
    spares.fill(key, async () => {
      opened.push(key);
      return socket();
    });
  for (const key of ['a', 'a', 'b', 'c', 'd', 'e']) fill(key);
  expect(opened).toEqual(['a', 'b', 'c', 'd']);
  await turns(2);
  fill('a');
  expect(opened).toHaveLength(4);
  expect(spares.take('e')).toBeUndefined();
  const mine = spares.take('a');
  expect(mine?.destroyed).toBe(false);
  expect(spares.take('a')).toBeUndefined();
  spares.close();
  expect([mine?.destroyed, spares.take('b'), kept.size]).toEqual([false, undefined, 0]);
});

test('one that comes after all were closed is closed as well, and one that cannot be opened is nobody’s concern', async () => {
  const kept = new Set<{ close(): void }>();
  const spares = createSpares(createFakeClock(), kept);
  const late = socket();
  spares.fill('a', () => turns(3).then(() => late));
  spares.fill('b', () => Promise.reject(new Error('no')));
  spares.close();
  await turns(5);
  expect([late.destroyed, spares.take('a'), kept.size]).toEqual([true, undefined, 0]);
});
