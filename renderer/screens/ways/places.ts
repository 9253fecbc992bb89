export type Direction = 'earlier' | 'later';

/** Where a thing lands that moves one place in a list of `length`, counted from 0; null where there is no such place. */
export function placeAfter(place: number, direction: Direction, length: number): number | null {
  const to = direction === 'earlier' ? place - 1 : place + 1;
  return place >= 0 && place < length && to >= 0 && to < length ? to : null;
}
