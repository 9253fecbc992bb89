import { expect, test } from 'vitest';
import { type FileResult, fileLine, fileTable, totalsLine } from './report.ts';

const results: FileResult[] = [
  { file: 'core/a.test.ts', passed: 3, failed: 0, skipped: 1, cases: 300_000, seconds: 12.34 },
  { file: 'core/b.test.ts', passed: 1, failed: 2, skipped: 0, cases: 100_007, seconds: 1 },
];

test('files are told as they end, and all are summed up in one line', () => {
  expect(results.map(fileLine).map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    'ok core/a.test.ts 300,000 cases 12.3 s',
    'FAIL core/b.test.ts 100,007 cases 1.0 s',
  ]);
  expect(totalsLine(results)).toBe('4 passed, 2 failed, 1 skipped');
});

test('the table ends with the sums', () => {
  expect(fileTable(results).split('\n').at(-1)).toBe('| together | 6 | 2 | 400,007 | 13.3 |');
});
