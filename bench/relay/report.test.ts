import { expect, test } from 'vitest';
import { LOAD_NAMES } from './measure.ts';
import { disturbed, reportTable, timesAsCheap } from './report.ts';
import { BUSY, samples } from './testing.ts';

test('the table shows medians, a proxy a row, and what they took of the processor', () => {
  const rows = reportTable([samples('one', [3e9, 9e9, 1e9]), samples('no proxy', [4e9], 0)]).split('\n');
  expect(rows.slice(2)).toEqual([
    '| one | 3.00 (0.50) | 3.00 (0.50) | 3.00 (0.50) | 3000000000 (0.50) | 3000000000 (0.50) | 80 / 200 |',
    '| no proxy | 4.00 | 4.00 | 4.00 | 4000000000 | 4000000000 | 80 / 200 |',
  ]);
});

test('two proxies are compared by the processor time for a byte', () => {
  expect(timesAsCheap(samples('one', [6e9], 0.5), samples('other', [2e9, 2e9], 1.5), 'up 1')).toBe(3);
});

test('samples that others had a hand in do not count, and without others nothing is said', () => {
  const other = samples('other', [2e9], 3);
  expect(timesAsCheap(samples('one', [BUSY, 6e9, BUSY]), other, 'down 1')).toBe(3);
  expect(timesAsCheap(samples('one', [BUSY]), other, 'down 1')).toBeNaN();
  expect(reportTable([samples('one', [BUSY])]).split('\n')[2]).toBe('| one | – | – | – | – | – | – / – |');
});

test('samples that others had a hand in are counted', () => {
  expect(disturbed([samples('one', [BUSY, 2e9])])).toBe(`${LOAD_NAMES.length} of ${LOAD_NAMES.length * 2}`);
});
