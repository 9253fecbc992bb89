import { expect, test } from 'vitest';
import { NAMES } from './contenders.ts';
import { judge } from './judge.ts';
import { BUSY, samples } from './testing.ts';

const all = (ours: number, copy: number, speed = 1e9) => [
  samples(NAMES.ours, [speed], ours),
  samples(NAMES.pipe, [1e9], 5),
  samples(NAMES.copy, [1e9], copy),
];

test('two and a half times as cheap as pipes is enough', () => {
  const { holds, sentence } = judge(all(2, 1));
  expect(holds).toBe(true);
  expect(sentence).toContain('down 1 2.5 (in C 5.0), up 1 2.5 (in C 5.0)');
  expect(judge(all(2.1, 1)).holds).toBe(false);
});

test('where the kernel leaves less to gain, four fifths of that are', () => {
  expect(judge(all(2.5, 2)).holds).toBe(true);
  expect(judge(all(2.6, 2))).toMatchObject({ holds: false, sentence: expect.stringContaining('not hold') });
});

test('nothing is said where others had a hand in all samples', () => {
  expect(judge(all(1, 1, BUSY)).holds).toBeUndefined();
});

test('what was not measured cannot be judged', () => {
  expect(() => judge(all(1, 1).slice(1))).toThrow('Footbridge was not measured');
});
