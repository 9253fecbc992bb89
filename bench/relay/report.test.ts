import { expect, test } from 'vitest';
import { LOADS, type LoadName, type Measured } from './measure.ts';
import { disturbed, reportTable, type Samples, timesAsFast } from './report.ts';

const BUSY = 1e8;
const names = Object.keys(LOADS).filter((name): name is LoadName => name in LOADS);

function samples(name: string, speeds: readonly number[]): Samples {
  const all = speeds.map(
    (perSecond): Measured => ({
      perSecond,
      total: 2e9,
      p50: 80,
      p99: 200,
      processor: 1,
      isDisturbed: perSecond === BUSY,
    }),
  );
  return { name, of: new Map(names.map((load) => [load, all])) };
}

test('the table shows medians, a proxy a row', () => {
  const [, , row] = reportTable([samples('one', [3e9, 9e9, 1e9])]).split('\n');
  expect(row).toBe('| one | 3.00 (0.50) | 3.00 | 3.00 | 3000000000 | 3000000000 | 80 / 200 |');
});

test('two proxies are compared by one stream down', () => {
  expect(timesAsFast(samples('one', [6e9]), samples('other', [2e9, 2e9, 50e9]))).toBe(3);
});

test('samples that others had a hand in do not count, and without others nothing is said', () => {
  expect(timesAsFast(samples('one', [BUSY, 6e9, BUSY]), samples('other', [2e9]))).toBe(3);
  expect(timesAsFast(samples('one', [BUSY]), samples('other', [2e9]))).toBeNaN();
  expect(reportTable([samples('one', [BUSY])]).split('\n')[2]).toBe('| one | – | – | – | – | – | – / – |');
});

test('samples that others had a hand in are counted', () => {
  expect(disturbed([samples('one', [BUSY, 2e9])])).toBe(`${names.length} of ${names.length * 2}`);
});
