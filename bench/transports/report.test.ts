import { expect, test } from 'vitest';
import { outcomeTable, totals } from './report.ts';

const outcomes = [
  { way: 'SSH', what: 'connect', passed: true },
  { way: 'SSH', what: 'bulk', passed: true, megabytesPerSecond: 31.6 },
  { way: 'Trojan', what: 'connect', passed: false },
  { way: 'Trojan', what: 'wrong certificate', passed: true },
];

test('a transport has a row, and what was asked of any a column', () => {
  expect(outcomeTable(outcomes).split('\n')).toEqual([
    '| through | connect | bulk | wrong certificate |',
    '| --- | --- | --- | --- |',
    '| SSH | ok | ok, 32 | – |',
    '| Trojan | **fails** | – | ok |',
  ]);
});

test('what holds is counted', () => {
  expect(totals(outcomes)).toBe('3 of 4 hold.');
});
