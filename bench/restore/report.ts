import { table } from '../page.ts';
import type { Tally } from './cases.ts';

/** What one sort of accident came to on one system. */
export interface Result extends Tally {
  readonly accident: string;
  readonly platform: string;
}

const cell = (result: Result | undefined): string => {
  if (result === undefined) return '–';
  const { cases, stranded } = result;
  return stranded.length === 0 ? String(cases) : `${cases}, **${stranded.length} stranded**`;
};

/** Accidents by systems, as numbers of cases. */
export function matrix(results: readonly Result[]): string {
  const platforms = [...new Set(results.map(({ platform }) => platform))];
  const accidents = [...new Set(results.map(({ accident }) => accident))];
  const find = (accident: string, platform: string) =>
    results.find((one) => one.accident === accident && one.platform === platform);
  return table([
    ['cases', ...platforms],
    ...accidents.map((accident) => [
      accident,
      ...platforms.map((platform) => cell(find(accident, platform))),
    ]),
  ]);
}

/** `N cases, 0 stranded`. */
export function sum(results: readonly Tally[]): string {
  const cases = results.reduce((all, one) => all + one.cases, 0);
  const stranded = results.reduce((all, one) => all + one.stranded.length, 0);
  return `${cases} cases, ${stranded} stranded`;
}
