import { table } from '../page.ts';

/** What became of one file of tests. */
export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** That fast-check tried in it. */
  readonly cases: number;
  readonly seconds: number;
}

const total = (
  results: readonly FileResult[],
  of: 'passed' | 'failed' | 'skipped' | 'cases' | 'seconds',
): number => results.reduce((sum, result) => sum + result[of], 0);

const grouped = (count: number): string => count.toLocaleString('en');

/** One line for people. */
export function fileLine({ file, failed, cases, seconds }: FileResult): string {
  return `${failed === 0 ? 'ok  ' : 'FAIL'}  ${file.padEnd(48)} ${grouped(cases).padStart(12)} cases ${seconds.toFixed(1).padStart(8)} s`;
}

/** `N passed, N failed, N skipped`, in tests. */
export function totalsLine(results: readonly FileResult[]): string {
  return `${total(results, 'passed')} passed, ${total(results, 'failed')} failed, ${total(results, 'skipped')} skipped`;
}

/** Cases and seconds, a file a row. */
export function fileTable(results: readonly FileResult[]): string {
  return table([
    ['file', 'tests', 'failed', 'cases', 'seconds'],
    ...results.map(({ file, passed, failed, cases, seconds }) => [
      file,
      passed + failed,
      failed,
      grouped(cases),
      seconds.toFixed(1),
    ]),
    [
      'together',
      total(results, 'passed') + total(results, 'failed'),
      total(results, 'failed'),
      grouped(total(results, 'cases')),
      total(results, 'seconds').toFixed(1),
    ],
  ]);
}
