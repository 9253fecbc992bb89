import { expect, test } from 'vitest';
import { createFakeClock, settle } from '../testing/fake-clock.ts';
import { createNeutralPlaces, type Place } from './neutral-places.ts';

const { signal } = new AbortController();
const NONE: ReadonlySet<Place> = new Set();

function placesOf(...hosts: string[]) {
  const clock = createFakeClock();
  const places = createNeutralPlaces(hosts, clock);
  const take = async (shape = 'plain', tried = NONE) => {
    const place = await places.take(shape, tried, signal);
    if (place === null) throw new Error('no place');
    return place;
  };
  return { clock, places, take };
}

test('hosts are lent in turn, each to two at once, and whoever comes later waits (N14)', async () => {
  const { places, take } = placesOf('a', 'b');
  const taken = [await take(), await take(), await take(), await take()];
  expect(taken.map(({ host }) => host)).toEqual(['a', 'b', 'a', 'b']);
  let late: Place | null = null;
  const waiting = take().then((place) => {
    late = place;
  });
  await settle();
  expect(late).toBeNull();
  for (const place of taken.slice(1, 2)) places.give(place);
  await waiting;
  expect(late).toMatchObject({ host: 'b' });
});

test('a host where a hello was cut comes last, and has one at a time', async () => {
  const { places, take } = placesOf('a', 'b');
  const first = await take();
  first.hits += 1;
  places.give(first);
  expect([await take(), await take(), await take()].map(({ host }) => host)).toEqual(['b', 'b', 'a']);
  let isLent = false;
  const waiting = take().then(() => {
    isLent = true;
  });
  await settle();
  expect(isLent).toBe(false);
  places.give(first);
  await waiting;
});

test('one that is silent after a hit, or cannot be reached, rests for 180 s (N15)', async () => {
  const { clock, places, take } = placesOf('a', 'b');
  const [hit, dead] = [await take(), await take()];
  hit.hits += 1;
  places.avoid(hit, 'plain', 'silent');
  places.avoid(dead, 'plain', 'no way');
  for (const place of [hit, dead]) places.give(place);
  expect(await places.take('other', NONE, signal)).toBeNull();
  await clock.advance(180_000);
  expect((await take()).host).toBe('b');
});

test('one that does not understand a shape is asked in others', async () => {
  const { places, take } = placesOf('a');
  const place = await take('odd');
  places.avoid(place, 'odd', 'reset');
  places.give(place);
  expect(await places.take('odd', NONE, signal)).toBeNull();
  expect((await take('even')).host).toBe('a');
});

test('one that was tried is not lent again for the same question', async () => {
  const { places, take } = placesOf('a');
  expect(await places.take('plain', new Set([await take()]), signal)).toBeNull();
});

test('waiting ends when it is called off', async () => {
  const { places, take } = placesOf('a');
  await Promise.all([take(), take()]);
  const controller = new AbortController();
  const waiting = places.take('plain', NONE, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
