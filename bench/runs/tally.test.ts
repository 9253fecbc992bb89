import { expect, test } from 'vitest';
import { gather, isWhole, problemLines, readRounds, tallyTable } from './tally.ts';

const line = (
  scenario: string,
  rounds: readonly (number | null)[],
  problems: readonly string[] = [],
): string => JSON.stringify({ scenario, ok: true, rounds, problems, routes: {} });

test('batches of a scenario are put together, and what is no result is passed over', () => {
  const output = [line('a', [1, 2]), '2 passed, 0 failed, 0 skipped', line('b', [3]), line('a', [null])].join(
    '\n',
  );
  expect(gather(readRounds(output))).toEqual([
    { scenario: 'a', rounds: [1, 2, null], problems: [] },
    { scenario: 'b', rounds: [3], problems: [] },
  ]);
});

test('runs that found every route are counted and timed', () => {
  const all = readRounds(line('a', [1, 3, null, 2]));
  expect(tallyTable(all).split('\n')[2]).toBe('| a | 4 | 3 | 2.00 | 2.90 | 3.00 |');
});

test('only runs that were made and all found every route are whole', () => {
  expect(isWhole(readRounds(line('a', [1, 2])))).toBe(true);
  expect(isWhole(readRounds(line('a', [1, null])))).toBe(false);
  expect(isWhole(readRounds(line('a', [])))).toBe(false);
  expect(isWhole([])).toBe(false);
});

test('problems are counted over the rounds, most frequent first', () => {
  const all = readRounds(line('a', [1], ['round 1: x: late', 'round 3: y: none', 'round 7: y: none']));
  expect(problemLines(all)).toBe('- 2 × a: y: none\n- 1 × a: x: late');
});
