import { expect, test } from 'vitest';
import { growth } from './growth.ts';

test('what grows before it is warm does not count', () => {
  expect(growth([1, 50, 100, ...Array(12).fill(200)])).toBe(0);
});

test('a leak shows, a single peak does not', () => {
  const leak = Array.from({ length: 15 }, (_, i) => i * 10);
  expect(growth(leak)).toBe(80);
  expect(growth([...Array(14).fill(5), 900])).toBe(0);
});

test('too few samples say nothing', () => {
  expect(growth([1, 2, 3])).toBeNull();
});
