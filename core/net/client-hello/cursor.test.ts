import { expect, test } from 'vitest';
import { Cursor } from './cursor.ts';

test('fields are read big-endian, one after another', () => {
  const cursor = new Cursor(Uint8Array.of(1, 2, 3, 4, 5, 6));
  expect([cursor.number(1), cursor.number(2), cursor.number(3), cursor.left]).toEqual([
    1, 0x0203, 0x040506, 0,
  ]);
  expect(cursor.overrun).toBe(false);
});

test('a vector is its length and as many bytes', () => {
  const cursor = new Cursor(Uint8Array.of(9, 0, 2, 7, 7, 8), { start: 1, end: 6 });
  expect(cursor.vector(2)).toEqual({ start: 3, end: 5 });
  expect(cursor.number(1)).toBe(8);
});

test('a read past the end is remembered, gives nothing, and does not throw', () => {
  const cursor = new Cursor(Uint8Array.of(0, 9, 1));
  const { start, end } = cursor.vector(2);
  expect(end - start).toBe(0);
  expect([cursor.overrun, cursor.left, cursor.number(3)]).toEqual([true, 0, 0]);
});
