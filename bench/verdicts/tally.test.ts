import { expect, test } from 'vitest';
import { alarmLine, isWhole, problemLines, type Runs, readRuns, tallyTable } from './tally.ts';

const runs = (scenario: string, more: Partial<Runs> = {}): Runs => ({
  ...{ scenario, line: 'usual', same: [], isOpen: false, rounds: [1, 2], whole: 2, alarms: 0, problems: [] },
  ...more,
});

test('a line of the lab is read, and what is no result is passed over', () => {
  expect(readRuns(JSON.stringify({ ...runs('a'), ok: true, routes: {} }))).toEqual(runs('a'));
  expect(readRuns('2 passed, 0 failed, 0 skipped')).toBeUndefined();
});

test('a network has one row, with both lines and the scenarios it stands for', () => {
  const all = [runs('a', { same: ['b'] }), runs('c'), runs('a', { line: 'slow', whole: 1, same: ['b'] })];
  expect(tallyTable(all).split('\n').slice(2)).toEqual(['| a, b | 2 of 2 | 1 of 2 |', '| c | 2 of 2 | – |']);
});

test('false alarms are counted where nothing is blocked, and apart from those elsewhere', () => {
  const all = [
    runs('clear', { isOpen: true, alarms: 1 }),
    runs('clear', { isOpen: true, line: 'slow' }),
    runs('c'),
  ];
  expect(alarmLine(all)).toContain('**1 in 4 runs** without blocking (clear), and 0 in 2 runs');
});

test('only runs that were made, were all right and raised no false alarm are whole', () => {
  expect(isWhole([runs('a')])).toBe(true);
  expect(isWhole([runs('a', { whole: 1 })])).toBe(false);
  expect(isWhole([runs('a', { alarms: 1 })])).toBe(false);
  expect(isWhole([])).toBe(false);
});

test('problems are counted over the rounds, most frequent first', () => {
  const all = [runs('a', { problems: ['round 1: x', 'round 2: y', 'round 3: y'] })];
  expect(problemLines(all)).toBe('- 2 × a, usual: y\n- 1 × a, usual: x');
});
