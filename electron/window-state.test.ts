import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../core/testing/fuzz.ts';
import { formatWindowState, parseWindowState, placeWindow } from './window-state.ts';

const PRIMARY = { x: 0, y: 25, width: 1440, height: 875 };
const SECOND = { x: 1440, y: 0, width: 1920, height: 1080 };

test('without a memory it opens in the middle of the first display', () => {
  expect(placeWindow(null, [PRIMARY, SECOND])).toEqual({ x: 230, y: 103, width: 980, height: 720 });
});

test('it opens where it was left, on whichever display', () => {
  const state = { x: 1600, y: 100, width: 800, height: 600, maximized: false };
  expect(placeWindow(state, [PRIMARY, SECOND])).toEqual({ x: 1600, y: 100, width: 800, height: 600 });
});

test('left on a display that is gone, it comes back to the first', () => {
  const state = { x: 1600, y: 100, width: 800, height: 600, maximized: false };
  expect(placeWindow(state, [PRIMARY])).toEqual({ x: 320, y: 163, width: 800, height: 600 });
});

test('wherever it was left, it lies whole on a display', () => {
  const number = fc.integer({ min: -5000, max: 5000 });
  const size = fc.integer({ min: 1, max: 9000 });
  const small = { x: -300, y: -200, width: 300, height: 200 };
  check(
    fc.property(number, number, size, size, fc.boolean(), (x, y, width, height, tiny) => {
      const areas = tiny ? ([small] as const) : ([PRIMARY, SECOND] as const);
      const place = placeWindow({ x, y, width, height, maximized: false }, areas);
      return areas.some(
        (area) =>
          place.x >= area.x &&
          place.y >= area.y &&
          place.x + place.width <= area.x + area.width &&
          place.y + place.height <= area.y + area.height,
      );
    }),
  );
});

test('what is remembered is read back, and anything else is no memory', () => {
  const state = { x: -1, y: 2, width: 3, height: 4, maximized: true };
  expect(parseWindowState(formatWindowState(state))).toEqual(state);
  for (const text of [null, '', '{}', '[]', 'null', '{"x":1e400}', JSON.stringify({ ...state, width: 0 })])
    expect(parseWindowState(text)).toBeNull();
});
