import { describe, expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const KNOWN = ['check', 'connect', 'add', 'list', 'remove'];

describe('the nearest word', () => {
  test.each([
    ['conect', 'connect'],
    ['Connect', 'connect'],
    ['conncet', 'connect'],
    ['chekc', 'check'],
    ['lst', 'list'],
    ['ad', 'add'],
  ])('%s means %s', (word, meant) => {
    expect(nearest(word, KNOWN)).toBe(meant);
  });

  test.each(['', 'x', 'dance', 'disconnected', 'a'.repeat(100_000)])('%.20s means none of them', (word) => {
    expect(nearest(word, KNOWN)).toBeUndefined();
  });
});
