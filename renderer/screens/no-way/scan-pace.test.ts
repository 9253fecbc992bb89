import { expect, test } from 'vitest';
import { SCAN_LIMITS, scanRest, scanSize } from './scan-pace.ts';

test('a large picture is searched smaller, in its own shape', () => {
  expect(scanSize({ width: 1920, height: 1080 })).toEqual({ width: 800, height: 450 });
  expect(scanSize({ width: 1080, height: 1920 })).toEqual({ width: 450, height: 800 });
});

test('a small picture is searched as it is, and none stays none', () => {
  expect(scanSize({ width: 640, height: 480 })).toEqual({ width: 640, height: 480 });
  expect(scanSize({ width: 0, height: 0 })).toEqual({ width: 0, height: 0 });
});

test('no more than eight pictures are searched in a second', () => {
  for (const took of [0, 1, 60, 125]) expect(took + scanRest(took)).toBeGreaterThanOrEqual(SCAN_LIMITS.pause);
});

test('a slow computer gets half of its time for the rest of the page', () => {
  expect(scanRest(400)).toBe(400);
});
